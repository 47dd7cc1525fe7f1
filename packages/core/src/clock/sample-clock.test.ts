import { describe, expect, test } from 'vitest';
import { SampleClock } from './sample-clock.ts';

const epochUs = 1_795_000_000_000_000;
const none = new Float64Array(64).fill(Number.NaN);
const column = (...values: number[]): Float64Array => Float64Array.from(values);

/** Pushes notifications and returns every time given out. */
function timesOf(clock: SampleClock, notifications: readonly [n: number, hostUs: number][]): number[] {
  return notifications.flatMap(([n, hostUs]) => {
    clock.push(n, none, none, hostUs);
    return Array.from(clock.tUs.subarray(0, n));
  });
}

describe('without a device clock', () => {
  test('samples of one notification are spread back from its arrival by the period', () => {
    expect(timesOf(new SampleClock({ rateHz: 100 }), [[3, epochUs]])).toEqual([
      epochUs - 20_000,
      epochUs - 10_000,
      epochUs,
    ]);
  });

  test('times are whole microseconds, strictly increasing, and never before what is already stored', () => {
    const clock = new SampleClock({ rateHz: 100, afterUs: epochUs });
    const times = timesOf(
      clock,
      Array.from({ length: 500 }, (_, i) => [3, epochUs + i * 30_003 + (i % 7) * 4000]),
    );
    expect(times[0]).toBe(epochUs + 1);
    expect(times.every((t, i) => Number.isInteger(t) && (i === 0 || t > times[i - 1]!))).toBe(true);
  });

  test('bunched arrivals come out evenly spaced', () => {
    const clock = new SampleClock({ rateHz: 100 });
    const times = timesOf(
      clock,
      Array.from({ length: 400 }, (_, i) => [5, epochUs + i * 50_000 + (i % 10 === 3 ? 40_000 : 0)]),
    );
    const steps = times.slice(1).map((t, i) => t - times[i]!);
    expect(Math.min(...steps)).toBeGreaterThan(9400);
    expect(Math.max(...steps)).toBeLessThan(10_600);
  });
});

interface Hold {
  readonly fromS: number;
  readonly forS: number;
  /** How many times as fast as it was taken the held comes in the end. */
  readonly speed: number;
}

const RATE_HZ = 50;
const TAIL_S = 60;

/** Over a connection of 15 ms; what is taken during the hold comes after it. */
function latenessMs(device: 'clock' | 'counter' | 'none', { fromS, forS, speed }: Hold): number[] {
  const clock = new SampleClock({ rateHz: RATE_HZ });
  const [fromUs, endUs] = [fromS * 1e6, (fromS + forS) * 1e6];
  const caughtUpS = fromS + (forS * speed) / (speed - 1);
  let gaps = 0;
  const late = Array.from({ length: Math.ceil(RATE_HZ * (caughtUpS + TAIL_S)) }, (_, i) => {
    const takenUs = (i * 1e6) / RATE_HZ;
    const punctualUs = takenUs + 4_000 + ((i * 7) % 15) * 1000;
    const heardUs = takenUs < fromUs ? punctualUs : Math.max(punctualUs, endUs + (takenUs - fromUs) / speed);
    const deviceUs = device === 'clock' ? column(takenUs * (1 - 20e-6)) : none;
    clock.push(1, deviceUs, device === 'counter' ? column(i) : none, epochUs + heardUs);
    gaps += clock.gaps.length;
    return (clock.tUs[0]! - epochUs - takenUs) / 1000;
  });
  expect(gaps).toBe(0);
  return late;
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

describe('while the host or the radio stands still', () => {
  test.each([
    ['clock', 1, 3, 1e4],
    ['clock', 60, 20, 1e4],
    ['counter', 4, 7, 1e4],
    ['counter', 120, 60, 1e4],
    ['none', 3, 3, 1e4],
    ['none', 60, 20, 1e4],
    ['none', 120, 20, 3],
    ['clock', 600, 3600, 1e4],
    ['counter', 600, 3600, 3],
    ['none', 600, 3600, 300],
  ] as const)(
    'times hang on the sensor (%s, after %d s for %d s, made up for at %d times the pace), nothing is missing',
    (device, fromS, forS, speed) => {
      const late = latenessMs(device, { fromS, forS, speed });
      // As in any first minute.
      expect(least(late)).toBeGreaterThan(-10);
      expect(most(late)).toBeLessThan(40);
    },
  );

  test('a line that is a little off is no loss after an hour', () => {
    const clock = new SampleClock({ rateHz: 100 });
    const [intervalUs, fromUs, endUs] = [48_750, 120e6, 3_720e6];
    let gaps = 0;
    let heardUs = 0;
    for (let i = 0; i < 100 * 3_840; i++) {
      const takenUs = i * 10_000 * (1 + 50e-6);
      const event = Math.floor(takenUs / intervalUs);
      // One event in ten fails.
      const failed = (Math.sin(event * 12.9898) * 43_758.5453) % 1 > 0.8 ? 1 : 0;
      const punctualUs = Math.ceil((takenUs + 4_000) / intervalUs + failed) * intervalUs;
      heardUs = Math.max(heardUs, punctualUs, takenUs < fromUs ? 0 : endUs);
      clock.push(1, none, none, epochUs + heardUs);
      gaps += clock.gaps.length;
    }
    expect(gaps).toBe(0);
  });

  test.each([
    ['just as late', 0],
    ['a little less late', 4e-3],
  ])('goes on from its snapshot, also while everything comes %s', (_pace, fallsBy) => {
    const whole = new SampleClock({ rateHz: RATE_HZ });
    let cut = new SampleClock({ rateHz: RATE_HZ });
    const [fromUs, lateUs] = [60e6, 1e6];
    const times = Array.from({ length: RATE_HZ * 300 }, (_, i) => {
      const takenUs = (i * 1e6) / RATE_HZ;
      const heldUs = takenUs < fromUs ? 0 : lateUs - fallsBy * (takenUs - fromUs);
      const heardUs = takenUs + 4_000 + ((i * 7) % 15) * 1000 + Math.max(0, heldUs);
      if (i % 499 === 0) {
        const snapshot = JSON.parse(JSON.stringify(cut.snapshot()));
        cut = new SampleClock({ rateHz: RATE_HZ });
        cut.restore(snapshot);
      }
      for (const clock of [whole, cut]) clock.push(1, column(takenUs), none, epochUs + heardUs);
      return [cut.tUs[0]!, whole.tUs[0]!];
    });
    expect(times.findIndex(([restored, kept]) => restored !== kept)).toBe(-1);
  });

  test('what a full buffer drops is counted, with the pace of the crystal', () => {
    const clock = new SampleClock({ rateHz: RATE_HZ });
    const [slow, fromS, keptS, endS] = [1.007, 300, 10, 360];
    let [lost, named] = [0, 0];
    let lateUs = 0;
    for (let i = 0; i < RATE_HZ * 600; i++) {
      const takenUs = (i * slow * 1e6) / RATE_HZ;
      const held = takenUs >= fromS * 1e6 && takenUs < endS * 1e6;
      if (held && takenUs >= (fromS + keptS) * 1e6) lost++;
      else {
        clock.push(1, none, none, epochUs + (held ? endS * 1e6 : takenUs + ((i * 7) % 15) * 1000));
        for (const { missing } of clock.gaps) named += missing;
        lateUs = clock.tUs[0]! - epochUs - takenUs;
      }
    }
    expect(named).toBe(lost);
    expect(Math.abs(lateUs)).toBeLessThan(10_000);
  });
});

describe('with a counter', () => {
  test('missing samples are named exactly, across the wrap', () => {
    const clock = new SampleClock({ rateHz: 100, counterModulus: 256 });
    clock.push(2, none, column(253, 254), epochUs);
    expect(clock.gaps).toEqual([]);
    clock.push(2, none, column(2, 3), epochUs + 50_000);
    expect(clock.gaps).toEqual([
      { row: 0, startUs: epochUs + 10_000, endUs: clock.tUs[0], missing: 3, exact: true },
    ]);
  });

  test('a single invalid number disturbs nothing', () => {
    const clock = new SampleClock({ rateHz: 100, counterModulus: 256 });
    for (let i = 0; i < 600; i++) {
      clock.push(1, none, column(i % 70 === 60 ? Number.NaN : i % 256), epochUs + i * 10_000);
      expect([clock.resets, clock.gaps.length]).toEqual([0, 0]);
    }
  });
});

describe('with a device clock', () => {
  test('a hole inside a notification is named before its row', () => {
    const clock = new SampleClock({ rateHz: 100, clockModulusUs: 2 ** 32 });
    clock.push(1, column(2 ** 32 - 10_000), none, epochUs);
    clock.push(3, column(0, 10_000, 60_000), none, epochUs + 70_000);
    expect(clock.gaps.map(({ row, missing, exact }) => [row, missing, exact])).toEqual([[2, 4, true]]);
  });

  test('a single glitch of the clock is stepped over', () => {
    const clock = new SampleClock({ rateHz: 100 });
    const at = (i: number): number => (i === 30 ? 3600e6 : i * 10_000);
    for (let i = 0; i < 60; i++) {
      clock.push(1, column(at(i)), none, epochUs + i * 10_000);
      expect(Math.abs(clock.tUs[0]! - epochUs - i * 10_000)).toBeLessThan(200);
    }
    expect([clock.resets, clock.gaps.length]).toEqual([0, 0]);
  });

  test.each([
    ['none', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['an hour late', 3600e6],
    ['a second early', 30 * 10_000 - 1e6],
    ['ahead of the host', 30 * 10_000 + 1.5e6],
  ])('a single time that is %s disturbs nothing', (_, wrong) => {
    const clock = new SampleClock({ rateHz: 100, clockModulusUs: 2 ** 32 });
    for (let i = 0; i < 300; i++) {
      clock.push(1, column(i % 50 === 30 ? wrong : i * 10_000), none, epochUs + i * 10_000);
      expect(Math.abs(clock.tUs[0]! - epochUs - i * 10_000)).toBeLessThan(200);
      expect([clock.resets, clock.gaps.length]).toEqual([0, 0]);
    }
  });

  test('a single invalid time at the wrap of the clock does not hide the wrap', () => {
    const clock = new SampleClock({ rateHz: 100, clockModulusUs: 2 ** 32 });
    for (let i = 0; i < 100; i++) {
      const device = (2 ** 32 - 500_000 + i * 10_000) % 2 ** 32;
      clock.push(1, column(i === 50 ? Number.NaN : device), none, epochUs + i * 10_000);
      expect(Math.abs(clock.tUs[0]! - epochUs - i * 10_000)).toBeLessThan(200);
    }
    expect(clock.resets).toBe(0);
  });

  test('one notification of wrong times is stepped over as a whole', () => {
    const clock = new SampleClock({ rateHz: 100 });
    for (let k = 0; k < 40; k++) {
      const row = (i: number): number => (k === 20 ? 1e9 : 0) + (5 * k + i) * 10_000;
      clock.push(5, column(...[0, 1, 2, 3, 4].map(row)), none, epochUs + k * 50_000);
      expect(Math.abs(clock.tUs[4]! - epochUs - k * 50_000)).toBeLessThan(200);
    }
    expect(clock.resets).toBe(0);
  });

  test('a hole beside a late envelope is named exactly, two samples late', () => {
    const clock = new SampleClock({ rateHz: 100 });
    const named: number[] = [];
    for (let i = 0; i < 100; i++) {
      // Everything before the hole came 400 ms late, everything after it at once.
      const lateUs = i < 50 ? 400_000 : 0;
      clock.push(1, column((i < 50 ? i : i + 20) * 10_000), none, epochUs + (i + 20) * 10_000 + lateUs);
      for (const { missing, exact } of clock.gaps) named.push(missing, Number(exact));
    }
    expect(named).toEqual([20, 1]);
    expect(clock.resets).toBe(0);
  });

  test('that is given up by the sensor is replaced by the number of samples', () => {
    const clock = new SampleClock({ rateHz: 100 });
    for (let i = 0; i < 2000; i++) {
      clock.push(1, column(i < 500 ? i * 10_000 : Number.NaN), none, epochUs + i * 10_000);
      expect(Math.abs(clock.tUs[0]! - epochUs - i * 10_000)).toBeLessThan(1000);
    }
  });

  test('that begins after the first samples is used from then on', () => {
    const clock = new SampleClock({ rateHz: 100 });
    for (let i = 0; i < 20; i++) {
      clock.push(1, column(i < 5 ? Number.NaN : 7e9 + i * 10_000), none, epochUs + i * 10_000);
    }
    clock.push(1, column(7e9 + 30 * 10_000), none, epochUs + 30 * 10_000);
    expect(clock.gaps.map(({ missing, exact }) => [missing, exact])).toEqual([[10, true]]);
    expect(clock.resets).toBe(0);
  });

  test('that was set is believed after three samples in a row, in more than one notification', () => {
    const resets = (after: number, aNotification: number): number => {
      const clock = new SampleClock({ rateHz: 100 });
      for (let i = 0; i < 100; i++) clock.push(1, column(1e9 + i * 10_000), none, epochUs + i * 10_000);
      for (let i = 0; i < after; i += aNotification) {
        const rows = Array.from({ length: aNotification }, (_, row) => (i + row) * 10_000);
        clock.push(rows.length, column(...rows), none, epochUs + (100 + i) * 10_000);
      }
      return clock.resets;
    };
    expect([resets(2, 1), resets(3, 1), resets(4, 4), resets(8, 4)]).toEqual([0, 1, 0, 1]);
  });

  test('that is given up after 200 samples without a time is one that has to be believed anew', () => {
    const namedAtOnce = (lacking: number): number => {
      const clock = new SampleClock({ rateHz: 100 });
      for (let i = 0; i < 100 + lacking; i++) {
        clock.push(1, column(i < 100 ? i * 10_000 : Number.NaN), none, epochUs + i * 10_000);
      }
      const back = (110 + lacking) * 10_000;
      clock.push(1, column(back), none, epochUs + back);
      return clock.gaps.length;
    };
    expect([namedAtOnce(199), namedAtOnce(200)]).toEqual([1, 0]);
  });

  test('has a hole only where the host has seen time pass, but for a tenth of a second', () => {
    const missing = (aheadUs: number): number => {
      const clock = new SampleClock({ rateHz: 100 });
      for (let i = 0; i < 100; i++) clock.push(1, column(i * 10_000), none, epochUs + i * 10_000);
      clock.push(1, column(150 * 10_000), none, epochUs + 150 * 10_000 - aheadUs);
      return clock.gaps.reduce((sum, gap) => sum + gap.missing, 0);
    };
    expect([missing(0), missing(95_000), missing(105_000)]).toEqual([50, 50, 0]);
  });

  test('that goes ahead by less than two seconds has a hole, by more it was set', () => {
    const after = (aheadUs: number): [resets: number, missing: number] => {
      const clock = new SampleClock({ rateHz: 100 });
      let missing = 0;
      for (let i = 0; i < 110; i++) {
        clock.push(1, column(i * 10_000 + (i < 100 ? 0 : aheadUs)), none, epochUs + i * 10_000);
        for (const gap of clock.gaps) missing += gap.missing;
      }
      return [clock.resets, missing];
    };
    expect(after(1.95e6)).toEqual([0, 195]);
    expect(after(2.05e6)).toEqual([1, 0]);
  });

  test('is off by two hundredths at most: more is a wrong rate, not a crystal', () => {
    const slopePpm = (off: number): number => {
      const clock = new SampleClock({ rateHz: 100 });
      for (let i = 0; i < 3000; i++)
        clock.push(1, column(i * 10_000), none, epochUs + i * 10_000 * (1 + off));
      return clock.slopePpm;
    };
    expect(slopePpm(0.019)).toBeCloseTo(19_000, -3);
    expect([slopePpm(0.03), slopePpm(-0.03)]).toEqual([20_000, -20_000]);
  });

  test('gives times that follow a changed fit by a twentieth of the elapsed time at most', () => {
    const clock = new SampleClock({ rateHz: 100 });
    const late = Array.from({ length: 400 }, (_, i) => {
      // The first samples came 40 ms late.
      clock.push(1, column(i * 10_000), none, epochUs + i * 10_000 + (i < 10 ? 40_000 : 0));
      return clock.tUs[0]! - epochUs - i * 10_000;
    });
    const steps = late.slice(1).map((us, i) => us - late[i]!);
    expect(Math.min(...steps)).toBe(-500);
    expect(late.at(-1)).toBe(0);
  });

  test('that starts over goes on from its snapshot exactly: its crystal is known from before', () => {
    const whole = new SampleClock({ rateHz: 100 });
    let cut = new SampleClock({ rateHz: 100 });
    for (let i = 0; i < 12_000; i++) {
      const takenUs = i * 10_000;
      const deviceUs = (takenUs < 60e6 ? takenUs : takenUs - 60e6) * (1 - 200e-6);
      const heardUs = takenUs + 4_000 + ((i * 7) % 15) * 1000;
      if (i % 1_999 === 0) {
        const snapshot = JSON.parse(JSON.stringify(cut.snapshot()));
        cut = new SampleClock({ rateHz: 100 });
        cut.restore(snapshot);
      }
      for (const clock of [whole, cut]) clock.push(1, column(deviceUs), none, epochUs + heardUs);
      expect(cut.tUs[0]).toBe(whole.tUs[0]);
    }
    expect(whole.resets).toBe(1);
    expect(cut.slopePpm).toBe(whole.slopePpm);
    expect(cut.slopePpm).toBeCloseTo(200, -1);
  });

  test('a clock that starts over begins a new fit and time goes on', () => {
    const clock = new SampleClock({ rateHz: 100 });
    for (let i = 0; i < 60; i++) clock.push(1, column(1e9 + i * 10_000), none, epochUs + i * 10_000);
    for (let i = 60; i < 120; i++) clock.push(1, column((i - 60) * 10_000), none, epochUs + i * 10_000);
    expect(clock.resets).toBe(1);
    expect(Math.abs(clock.tUs[0]! - epochUs - 1_190_000)).toBeLessThan(15_000);
  });
});
