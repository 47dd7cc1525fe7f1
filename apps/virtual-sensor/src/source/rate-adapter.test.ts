import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RateAdapter } from './rate-adapter.ts';
import type { Row } from './rows.ts';

const US_PER_S = 1e6;

/** A row whose x axis is its time in seconds. */
function row(tUs: number): Row {
  return { tUs, sample: { accMps2: [tUs / US_PER_S, 0, 9.81], gyrRadps: [0, 0, 1], magUt: null } };
}

const rows = (n: number, hz: number, fromUs = 0): Row[] =>
  Array.from({ length: n }, (_, i) => row(fromUs + Math.round((i * US_PER_S) / hz)));

function adapt(sourceHz: number, rateHz: number, input: readonly Row[]): Row[] {
  const adapter = new RateAdapter(sourceHz);
  return input.flatMap((r) => [...adapter.push(r, rateHz)]);
}

describe('at the rate of the source', () => {
  test('every row is handed on untouched', () => {
    const input = rows(50, 100);
    expect(adapt(100, 100, input)).toEqual(input);
  });

  test('also when the clock of the recording is a little off', () => {
    const input = rows(50, 99.2);
    expect(adapt(99.2, 100, input)).toEqual(input);
  });
});

describe('at a lower rate', () => {
  test('a sample is the mean of the rows since the last one', () => {
    const out = adapt(100, 10, rows(41, 100));
    expect(out.map(({ tUs }) => tUs)).toEqual([100_000, 200_000, 300_000, 400_000]);
    expect(out[0]!.sample.accMps2[0]).toBeCloseTo(0.045, 9);
    expect(out[0]!.sample.gyrRadps[2]).toBeCloseTo(1, 9);
  });

  test('nothing is made up in a hole', () => {
    const input = [...rows(30, 100), ...rows(30, 100, 2_000_000)];
    const times = adapt(100, 10, input).map(({ tUs }) => tUs);
    expect(times.filter((tUs) => tUs > 300_000 && tUs < 2_000_000)).toEqual([]);
  });
});

describe('at a higher rate', () => {
  test('a sample lies on the line between two rows', () => {
    const out = adapt(50, 200, rows(6, 50));
    for (const { tUs, sample } of out) expect(sample.accMps2[0]).toBeCloseTo(tUs / US_PER_S, 9);
    expect(out).toHaveLength(1 + 5 * 4);
  });

  test('a hole stays a hole', () => {
    const input = [row(0), row(20_000), row(1_000_000), row(1_020_000)];
    const times = adapt(50, 200, input).map(({ tUs }) => tUs);
    expect(times.filter((tUs) => tUs > 20_000 && tUs < 1_000_000)).toEqual([]);
    expect(times).toContain(1_000_000);
  });
});

test('nothing comes out while nothing is wanted', () => {
  expect(adapt(100, 0, rows(20, 100))).toEqual([]);
});

test('times rise whatever the rates', () => {
  const rates = fc.constantFrom(0, 10, 20, 50, 100, 200);
  fc.assert(
    fc.property(fc.array(rates, { minLength: 5, maxLength: 200 }), (wanted) => {
      const adapter = new RateAdapter(100);
      const times = rows(wanted.length, 100).flatMap((r, i) =>
        adapter.push(r, wanted[i]!).map(({ tUs }) => tUs),
      );
      expect(times.every((tUs, i) => i === 0 || tUs >= times[i - 1]!)).toBe(true);
    }),
  );
});
