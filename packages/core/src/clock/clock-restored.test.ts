import { expect, test } from 'vitest';
import { SampleClock, type SampleClockOptions } from './sample-clock.ts';

const EPOCH_US = 1.795e15;
const PERIOD_US = 10_000;

/** What a sensor says of sample `i`: every so often nothing, sometimes for long, and with holes. */
const DEVICES: readonly (readonly [string, SampleClockOptions, (i: number) => readonly [number, number]])[] =
  [
    ['clock', { rateHz: 100 }, (i) => [i % 37 === 0 ? Number.NaN : 5e9 + i * PERIOD_US * 1.0002, Number.NaN]],
    [
      'clock that wraps',
      { rateHz: 100, clockModulusUs: 2 ** 22 },
      (i) => [(i * PERIOD_US) % 2 ** 22, Number.NaN],
    ],
    ['clock that stops', { rateHz: 100 }, (i) => [i < 300 ? i * PERIOD_US : Number.NaN, Number.NaN]],
    [
      'counter',
      { rateHz: 100, counterModulus: 256 },
      (i) => [Number.NaN, i % 41 === 0 ? Number.NaN : i % 256],
    ],
    [
      'clock that begins late',
      { rateHz: 100 },
      (i) => [i < 100 ? Number.NaN : 7e9 + i * PERIOD_US, Number.NaN],
    ],
    ['number of samples', { rateHz: 100 }, () => [Number.NaN, Number.NaN]],
  ];

test.each(DEVICES)(
  'a sensor with a %s goes on from a snapshot at any notification exactly',
  (_, options, said) => {
    const whole = new SampleClock(options);
    let cut = new SampleClock(options);
    for (let i = 0, k = 0; i < 900; k++) {
      const n = 1 + ((k * 7) % 5);
      // Forty samples are lost.
      if (i > 600 && i < 640) i = 640;
      const rows = Array.from({ length: n }, (_row, row) => said(i + row));
      const [device, counter] = [0, 1].map((column) => Float64Array.from(rows, (row) => row[column]!));
      i += n;
      const resumed = new SampleClock(options);
      resumed.restore(JSON.parse(JSON.stringify(cut.snapshot())));
      cut = resumed;
      for (const clock of [whole, cut]) {
        clock.push(n, device!, counter!, EPOCH_US + i * PERIOD_US + ((k * 3) % 8) * 1000);
      }
      expect([...cut.tUs.subarray(0, n)]).toEqual([...whole.tUs.subarray(0, n)]);
      expect([cut.gaps, cut.lastUs, cut.resets]).toEqual([whole.gaps, whole.lastUs, whole.resets]);
    }
    expect(cut.snapshot()).toEqual(whole.snapshot());
  },
);

test('a notification may hold as many samples as it likes', () => {
  const clock = new SampleClock({ rateHz: 100 });
  const none = new Float64Array(500).fill(Number.NaN);
  for (const [n, at] of [
    [3, 3],
    [65, 68],
    [500, 568],
  ] as const) {
    clock.push(n, none, none, EPOCH_US + at * PERIOD_US);
    const times = [...clock.tUs.subarray(0, n)];
    expect(times).toHaveLength(n);
    expect(times.every((t, i) => i === 0 || t > times[i - 1]!)).toBe(true);
    expect(times.at(-1)).toBe(EPOCH_US + at * PERIOD_US);
  }
});
