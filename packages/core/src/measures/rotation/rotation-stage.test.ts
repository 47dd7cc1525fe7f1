import { describe, expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { bump, columnsOf, events, RAD, RATE_HZ, ramp, run, sumOf } from './rotation-testing.ts';
import { settleRotation } from './settle.ts';

describe('an excursion', () => {
  test('to the left and back is a rotation with a positive peak', () => {
    const [event, ...others] = events({ seconds: 10, heading: bump(3, 2, 15), posture: 'sitting' });
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'rotation', context: 'sitting' });
    expect(event!.peakDeg).toBeCloseTo(15, 0);
    expect(event!.peakUs / 1e6).toBeCloseTo(4, 1);
    expect(event!.startUs / 1e6).toBeGreaterThan(3);
    expect(event!.endUs / 1e6).toBeLessThan(5);
    // The steepest slope of the bump: deg * pi / length.
    expect(event!.peakSpeedDps).toBeCloseTo((15 * Math.PI) / 2, 0);
    expect(event!.beyond20S).toBe(0);
    expect(event!.beyond10S).toBeGreaterThan(0.7);
  });

  test('to the right has a negative peak', () => {
    expect(events({ seconds: 10, heading: bump(3, 2, -15) })[0]!.peakDeg).toBeCloseTo(-15, 0);
  });

  test.each([
    ['sitting', 4.5, 0],
    ['sitting', 6, 1],
    ['unknown', 6, 1],
    ['standing', 8, 0],
    ['standing', 12, 1],
  ] as const)('while %s of %d deg is counted %d times', (posture, deg, count) => {
    expect(events({ seconds: 10, heading: bump(3, 2, deg), posture })).toHaveLength(count);
  });

  test('that crosses neutral is two, one to either side', () => {
    const heading = (s: number): number => (s < 3 || s > 7 ? 0 : 15 * Math.sin((Math.PI * (s - 3)) / 2));
    expect(events({ seconds: 12, heading }).map((e) => Math.sign(e.peakDeg))).toEqual([1, -1]);
  });

  test('without full return still ends, and the next one is found', () => {
    const heading = sumOf(bump(3, 2, 30), bump(5.5, 2, 30), ramp(3, 1, 3));
    expect(events({ seconds: 12, heading }).map((e) => e.kind)).toEqual(['rotation', 'rotation']);
  });

  test('further than a pelvis can turn is a turn of chair or feet, out and back or not', () => {
    expect(events({ seconds: 12, heading: bump(3, 5, 120) }).map((e) => e.kind)).toEqual(['turn']);
    expect(events({ seconds: 12, heading: bump(3, 5, 80) }).map((e) => e.kind)).toEqual(['rotation']);
  });

  test('held for longer than twelve seconds is a turn and moves neutral', () => {
    const heading = sumOf(ramp(3, 1, 60), bump(20, 2, 15));
    const found = events({ seconds: 30, heading });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[1]!.peakDeg).toBeCloseTo(15, 0);
    // At rest near the peak nine seconds are enough.
    expect((found[0]!.endUs - found[0]!.startUs) / 1e6).toBeCloseTo(9, 0);
  });

  test('right after a turn counts, although the turn is known only later', () => {
    const heading = sumOf(ramp(3, 1, 60), bump(7, 2, -15));
    const found = events({ seconds: 25, heading });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[1]!.peakDeg).toBeCloseTo(-15, 0);
  });

  test.each([
    [20, -15],
    [15, -12],
    [12, -20],
    [-18, 18],
  ])('to the other side after a turn of %d deg is one of %d deg', (turnDeg, deg) => {
    const found = events({ seconds: 30, heading: sumOf(ramp(3, 1, turnDeg), bump(8, 2.5, deg)) });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[0]!.peakDeg / turnDeg).toBeCloseTo(1, 0);
    expect(found[1]!.peakDeg / deg).toBeCloseTo(1, 0);
  });

  test('to a second screen, and again for long, is to that side', () => {
    const heading = sumOf(ramp(3, 1, 20), ramp(6, 1, -20), ramp(11, 1, 20));
    const found = events({ seconds: 30, heading });
    expect(found.map((e) => [e.kind, Math.sign(e.peakDeg)])).toEqual([
      ['rotation', 1],
      ['turn', 1],
    ]);
  });

  test('held for five seconds with a look around is still one', () => {
    const heading = sumOf(ramp(3, 1, 30), bump(5, 1.5, 8), ramp(8, 1, -30));
    expect(events({ seconds: 25, heading }).map((e) => e.kind)).toEqual(['rotation']);
  });

  test('with steps around its peak is gait', () => {
    const bounce = (s: number): number => 2 * Math.sin(2 * Math.PI * 1.8 * s);
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual(['gait']);
  });

  test('with steps only right after it is still gait', () => {
    const bounce = (s: number): number => (s < 4.6 ? 0 : 2 * Math.sin(2 * Math.PI * 1.8 * s));
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual(['gait']);
  });

  test.each([
    ['within several soft steps in a row', 0.9, 9, 'gait'],
    ['a second after soft steps', 0.9, 3, 'rotation'],
    ['within a trembling', 0.4, 9, 'rotation'],
  ] as const)('%s', (_, sizeMps2, untilS, kind) => {
    const bounce = (s: number): number => (s > untilS ? 0 : sizeMps2 * Math.sin(2 * Math.PI * 1.8 * s));
    expect(events({ seconds: 12, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual([kind]);
  });

  test.each([
    ['with a single jolt', [4], 'rotation'],
    ['between two slow steps', [3, 5], 'gait'],
    ['between jolts too far apart for steps', [2.8, 5.4], 'rotation'],
    ['a second after two slow steps', [1, 3], 'rotation'],
  ] as const)('%s', (_, joltsS, kind) => {
    const jolt = (atS: number, s: number): number =>
      s > atS && s < atS + 0.3 ? 3 * Math.sin((2 * Math.PI * (s - atS)) / 0.3) : 0;
    const bounce = (s: number): number => joltsS.reduce((sum, atS) => sum + jolt(atS, s), 0);
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual([kind]);
  });

  test('is settled by the posture that is decided for it later', () => {
    const [event] = events({ seconds: 10, heading: bump(3, 2, 8) });
    const settled = (posture: PostureState, peakDeg = event!.peakDeg) =>
      settleRotation({ ...event!, peakDeg }, () => posture);
    expect(settled('sitting')).toEqual({ ...event, context: 'sitting' });
    expect(settled('walking')).toMatchObject({ kind: 'gait', context: 'walking' });
    expect(settled('standing')).toBeNull();
    expect(settled('standing', -12)).toMatchObject({ kind: 'rotation' });
    expect(settled('not_worn')).toMatchObject({ kind: 'rotation', context: 'unknown' });
  });

  test('at the edge of walking belongs to the rest beside it', () => {
    const [event] = events({ seconds: 10, heading: bump(3, 2, 12) });
    const walkingUntil = (endS: number) => (tUs: number) => (tUs < endS * 1e6 ? 'walking' : 'sitting');
    expect(settleRotation(event!, walkingUntil(5))).toMatchObject({ kind: 'rotation', context: 'sitting' });
    expect(settleRotation(event!, walkingUntil(6))).toMatchObject({ kind: 'gait', context: 'walking' });
  });
});

describe('a side bend of a pelvis tipped back by 25 deg', () => {
  // 20 deg about an axis that rises by 25 deg: 8.5 deg about the vertical, nothing about the body's own axis.
  const heading = bump(3, 2, 20 * Math.sin(25 * RAD));

  test('is told by the missing rotation about the own axis', () => {
    expect(events({ seconds: 10, heading, axial: () => 0 })[0]!.kind).toBe('side_bend');
    expect(events({ seconds: 10, heading, axial: heading })[0]!.kind).toBe('rotation');
  });

  test('is told by its tilt while upright is not known', () => {
    const tilt = bump(3, 2, 20 * Math.cos(25 * RAD));
    expect(events({ seconds: 10, heading, tilt })[0]!.kind).toBe('side_bend');
    expect(events({ seconds: 10, heading, tilt: bump(3, 2, 5) })[0]!.kind).toBe('rotation');
  });
});

describe('bias and loss', () => {
  test('a constant rate error far below a movement opens nothing and shifts no peak', () => {
    const heading = sumOf(bump(600, 2, 12), bump(640, 2, -12));
    const found = events({ seconds: 700, heading, biasDps: 0.1 });
    expect(found).toHaveLength(2);
    expect(Math.abs(found[0]!.peakDeg + found[1]!.peakDeg)).toBeLessThan(0.3);
  });

  test('a filter that learns late takes nothing from what has been learnt here', () => {
    const heading = sumOf(bump(610, 2, 12), bump(630, 2, -12));
    const columns = columnsOf({ seconds: 640, heading, biasDps: 0.8 });
    for (let i = 600 * RATE_HZ; i < columns.n; i++) {
      columns.yawRateRadps[i]! -= 0.8 * RAD;
      columns.biasRadps.z[i] = 0.8 * RAD;
    }
    const found = run(columns).filter((e) => e.startUs > 600e6);
    expect(found.map((e) => Math.round(e.peakDeg))).toEqual([12, -12]);
  });

  test('a silence drops what was open: nobody saw how it ended', () => {
    const columns = columnsOf({ seconds: 10, heading: sumOf(ramp(3, 1, 30), ramp(6, 1, -30)) });
    for (let i = 4.5 * RATE_HZ; i < columns.n; i++) columns.tUs[i]! += 2.5e6;
    expect(run(columns).filter((e) => e.peakDeg > 0)).toEqual([]);
  });

  test('a silence of a link that comes back soon does not end what was held meanwhile', () => {
    const columns = columnsOf({ seconds: 10, heading: sumOf(ramp(3, 1, 30), ramp(6, 1, -30)) });
    for (let i = 4.5 * RATE_HZ; i < columns.n; i++) columns.tUs[i]! += 1.5e6;
    const [held, ...rest] = run(columns);
    expect(rest).toEqual([]);
    expect(held).toMatchObject({ kind: 'rotation', peakDeg: expect.closeTo(30, 0) });
  });

  test('short losses change nothing but a little', () => {
    const columns = columnsOf({ seconds: 10, heading: bump(3, 2, 15) });
    for (let i = 3.2 * RATE_HZ; i < 3.3 * RATE_HZ; i++) columns.yawRateRadps[i] = Number.NaN;
    const found = run(columns);
    expect(found).toHaveLength(1);
    expect(found[0]!.peakDeg).toBeCloseTo(15, 0);
  });

  test('without a gyroscope nothing is said', () => {
    const columns = columnsOf({ seconds: 10, heading: bump(3, 2, 15) });
    columns.yawRateRadps.fill(Number.NaN);
    expect(run(columns)).toEqual([]);
  });
});
