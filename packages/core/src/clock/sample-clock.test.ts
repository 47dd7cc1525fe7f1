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

  test('a clock that starts over begins a new fit and time goes on', () => {
    const clock = new SampleClock({ rateHz: 100 });
    for (let i = 0; i < 60; i++) clock.push(1, column(1e9 + i * 10_000), none, epochUs + i * 10_000);
    for (let i = 60; i < 120; i++) clock.push(1, column((i - 60) * 10_000), none, epochUs + i * 10_000);
    expect(clock.resets).toBe(1);
    expect(Math.abs(clock.tUs[0]! - epochUs - 1_190_000)).toBeLessThan(15_000);
  });
});
