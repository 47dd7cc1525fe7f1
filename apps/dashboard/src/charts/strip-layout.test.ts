import type { Bout, PostureState } from '@plumbline/core';
import { describe, expect, it } from 'vitest';
import { boutAt, hourTicks, stripPaths, stripRange, totals, xAt } from './strip-layout.ts';

const HOUR_US = 3_600_000_000;
const MIN_US = 60_000_000;
const START_US = Date.UTC(2026, 2, 29) * 1000;

function bouts(fromHour: number, ...parts: readonly [PostureState, number][]): Bout[] {
  let atUs = START_US + fromHour * HOUR_US;
  return parts.map(([state, minutes]) => {
    const startUs = atUs;
    atUs += minutes * MIN_US;
    return { startUs, endUs: atUs, state, open: false };
  });
}

const hours = ({ startUs, endUs }: { startUs: number; endUs: number }) => [
  (startUs - START_US) / HOUR_US,
  (endUs - START_US) / HOUR_US,
];

describe('stripRange', () => {
  const day = (dayHours: number, list: readonly Bout[]) => ({
    startUs: START_US,
    endUs: START_US + dayHours * HOUR_US,
    bouts: list,
  });

  it('starts with the half hour of the first bout and is at least an hour wide', () => {
    expect(hours(stripRange(day(24, bouts(8.6, ['sitting', 10]))))).toEqual([8.5, 9.5]);
  });

  it('grows by half hours with the day', () => {
    expect(hours(stripRange(day(24, bouts(8.5, ['sitting', 320]))))).toEqual([8.5, 14]);
  });

  it('ends with the day, also one that daylight saving made an hour shorter', () => {
    expect(hours(stripRange(day(23, bouts(22.7, ['sitting', 10]))))).toEqual([22, 23]);
  });

  it('begins at the start of a bout that came over from yesterday', () => {
    expect(hours(stripRange(day(24, bouts(-1, ['lying', 180]))))).toEqual([0, 2]);
  });
});

describe('hourTicks', () => {
  it('labels few enough hours', () => {
    const range = { startUs: START_US + 6 * HOUR_US, endUs: START_US + 22 * HOUR_US };
    const ticks = hourTicks(range, START_US);
    expect(ticks.map((tUs) => (tUs - START_US) / HOUR_US)).toEqual([6, 8, 10, 12, 14, 16, 18, 20, 22]);
    expect(hourTicks(range, START_US, 3).length).toBeLessThanOrEqual(4);
  });
});

describe('stripPaths', () => {
  const range = { startUs: START_US, endUs: START_US + HOUR_US };

  it('draws one path a posture; height tells them apart without colour', () => {
    const list = bouts(0, ['sitting', 30], ['standing', 15], ['sitting', 15]);
    const paths = stripPaths(list, range, 120, 100);
    expect(paths).toEqual([
      { state: 'sitting', d: 'M0.0 50.0h60.0V100h-60.0ZM90.0 50.0h30.0V100h-30.0Z' },
      { state: 'standing', d: 'M60.0 24.0h30.0V100h-30.0Z' },
    ]);
  });

  it('keeps what is unknown visible, at full height', () => {
    const [path] = stripPaths(bouts(0, ['unknown', 6]), range, 100, 100);
    expect(path).toEqual({ state: 'unknown', d: 'M0.0 0.0h10.0V100h-10.0Z' });
  });

  it('shows even a bout of seconds, and leaves out what lies outside', () => {
    expect(stripPaths(bouts(0, ['walking', 0.05]), range, 100, 100)[0]?.d).toContain('h1.0');
    expect(stripPaths(bouts(5, ['walking', 5]), range, 100, 100)).toEqual([]);
  });
});

describe('reading the strip', () => {
  const list = [...bouts(0, ['sitting', 30], ['walking', 10]), ...bouts(2, ['sitting', 30])];

  it('finds the bout at a moment, or the nearest one', () => {
    expect(boutAt(list, START_US)).toBe(0);
    expect(boutAt(list, START_US + 30 * MIN_US)).toBe(1);
    expect(boutAt(list, START_US + 110 * MIN_US)).toBe(2);
    expect(boutAt([], START_US)).toBe(-1);
  });

  it('adds up each posture, longest first', () => {
    expect(totals(list)).toEqual([
      { state: 'sitting', seconds: 3600 },
      { state: 'walking', seconds: 600 },
    ]);
  });

  it('stays within the strip', () => {
    const range = { startUs: START_US, endUs: START_US + HOUR_US };
    expect([-HOUR_US, HOUR_US / 2, 3 * HOUR_US].map((us) => xAt(range, START_US + us))).toEqual([0, 0.5, 1]);
  });
});
