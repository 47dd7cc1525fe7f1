import { describe, expect, test } from 'vitest';
import { createRotationStage } from './rotation-stage.ts';
import { bump, columnsOf, events, RATE_HZ, ramp, run, type Scene, sumOf } from './rotation-testing.ts';

const kinds = (scene: Scene): string =>
  events(scene)
    .map(({ kind }) => kind)
    .join(' ');

/** Out at 3 s by `deg`, most of the way back to `lowDeg`, out again at 6 s, and back for good. */
const dip = (deg: number, lowDeg: number): Scene => ({
  seconds: 16,
  heading: sumOf(
    ...[ramp(3, 0.5, deg), ramp(4.5, 0.5, lowDeg - deg)],
    ...[ramp(6, 0.5, deg - lowDeg), ramp(7.5, 0.5, -deg)],
  ),
});

describe('a rate that no gyroscope reads', () => {
  const scene: Scene = { seconds: 40, heading: sumOf(bump(10, 2, 20), bump(20, 2, -20), bump(30, 2, 20)) };

  test.each([
    ['yawRateRadps', 1e300],
    ['yawRateRadps', -1e5],
    ['axialRateRadps', 1e20],
    ['axialRateRadps', Number.POSITIVE_INFINITY],
  ] as const)('%s of %d is none: rotations before and after it are told as without it', (column, radps) => {
    const columns = columnsOf({ ...scene, axial: scene.heading });
    const clean = run(columns);
    columns[column][5 * RATE_HZ] = radps;
    const told = run(columns);
    expect(clean).toHaveLength(3);
    expect(told.map(({ kind, peakUs }) => [kind, peakUs])).toEqual(clean.map((e) => [e.kind, e.peakUs]));
    for (const [i, { peakDeg, peakSpeedDps }] of told.entries()) {
      expect(peakDeg).toBeCloseTo(clean[i]!.peakDeg, 6);
      expect(peakSpeedDps).toBeCloseTo(clean[i]!.peakSpeedDps!, 6);
    }
  });
});

describe('an excursion opens', () => {
  // While it begins neutral follows by a fiftieth.
  test.each([
    ['sitting', 4.9, 0],
    ['sitting', 5.3, 1],
    ['unknown', 5.3, 1],
    ['standing', 9.9, 0],
    ['standing', 10.6, 1],
  ] as const)('%s of %d deg: %d', (posture, deg, count) => {
    expect(events({ seconds: 10, heading: bump(3, 2, deg), posture })).toHaveLength(count);
    expect(events({ seconds: 10, heading: bump(3, 2, -deg), posture })).toHaveLength(count);
  });
});

describe('an excursion closes', () => {
  test('below 35 % of its peak', () => {
    expect(kinds(dip(30, 10.2))).toBe('rotation rotation');
    expect(kinds(dip(30, 10.8))).toBe('rotation');
  });

  test('below four degrees', () => {
    expect(kinds(dip(9.5, 3.8))).toBe('rotation rotation');
    expect(kinds(dip(9.5, 4.2))).toBe('rotation');
  });

  test('before the next one begins, which has its own speed', () => {
    const [first, second] = events({
      seconds: 16,
      heading: sumOf(ramp(3, 0.5, 30), ramp(4.5, 0.5, -20), ramp(6, 2, 20), ramp(9, 2, -30)),
    });
    expect(second!.startUs).toBeGreaterThanOrEqual(first!.endUs);
    expect(first!.peakSpeedDps).toBeCloseTo(60, 6);
    expect(second!.peakSpeedDps).toBeCloseTo(15, 6);
  });
});

describe('neutral', () => {
  const walking = (s: number): number => 2 * Math.sin(2 * Math.PI * 1.8 * s);
  /** Almost an excursion that is held, and `restS` later so much more. */
  const more = (restS: number, deg: number, bounce?: (s: number) => number): number => {
    const heading = sumOf(ramp(6, 0.1, 4.9), ramp(6.1 + restS, 0.1, deg), ramp(7 + restS, 0.1, -4.9 - deg));
    return events({ seconds: 25, heading, ...(bounce && { bounce }) }).length;
  };

  test('follows with a time constant of twenty seconds', () => {
    // After five of them 3.8 deg are left, and 1.2 are missing.
    expect([more(5, 1.18), more(5, 1.29)]).toEqual([0, 1]);
  });

  test('follows in gait with one of two and a half', () => {
    expect([more(1, 1.97, walking), more(1, 2.13, walking)]).toEqual([0, 1]);
  });

  test('is where somebody who walked there has been at rest for two seconds', () => {
    const back = (afterS: number): number => {
      const heading = sumOf(ramp(8, 0.5, 40), ramp(8.5 + afterS, 0.5, -40));
      return events({ seconds: 30, heading, bounce: (s) => (s > 8 ? 0 : walking(s)) }).length;
    };
    // It counts as rest 1.1 s after the turn.
    expect([back(3), back(3.2)]).toEqual([1, 2]);
  });
});

test('an event is told four seconds after its peak, when no step can claim it any more', () => {
  const columns = columnsOf({ seconds: 10, heading: bump(3, 2, 15) });
  const told = (untilS: number): number =>
    createRotationStage().push({ ...columns, n: Math.round(untilS * RATE_HZ) }).length;
  expect([told(7.98), told(8.04)]).toEqual([0, 1]);
});

describe('an excursion is a turn', () => {
  test('after nine seconds at rest', () => {
    const held = (s: number): Scene => ({
      seconds: 30,
      heading: sumOf(ramp(3, 0.5, 30), ramp(3 + s, 0.5, -30)),
    });
    expect(kinds(held(9))).toBe('rotation');
    expect(kinds(held(9.5))).toMatch(/^turn/);
  });

  test('after twelve seconds in which the body does not rest', () => {
    const held = (s: number): Scene => ({
      seconds: 40,
      heading: sumOf(...[ramp(3, 0.5, 40), ramp(3 + s, 0.5, -40)], (at) =>
        at > 3.5 && at < 3 + s ? 3 * Math.sin(Math.PI * at) : 0,
      ),
    });
    expect(kinds(held(11.5))).toBe('rotation');
    expect(kinds(held(12.5))).toMatch(/^turn/);
  });

  test('at rest only above 60 % of the peak', () => {
    const held = (share: number): Scene => ({
      seconds: 40,
      heading: sumOf(ramp(3, 0.5, 30), ramp(4, 0.5, 30 * (share - 1)), ramp(14, 0.5, -30 * share)),
    });
    expect(kinds(held(0.58))).toBe('rotation');
    expect(kinds(held(0.62))).toMatch(/^turn/);
  });

  test('out and back beyond 90 deg', () => {
    const out = (deg: number): string => kinds({ seconds: 12, heading: bump(3, 5, deg) });
    expect([out(89), out(91), out(-89), out(-91)]).toEqual(['rotation', 'turn', 'rotation', 'turn']);
  });
});

describe('an excursion is a side bend', () => {
  const heading = bump(3, 2, 10);

  test('below 35 % about the own axis', () => {
    const axial = (share: number): string => kinds({ seconds: 10, heading, axial: bump(3, 2, 10 * share) });
    expect([axial(0.34), axial(0.36), axial(-0.36)]).toEqual(['side_bend', 'rotation', 'side_bend']);
  });

  test('tilted by more than twice the heading while upright is not known', () => {
    const tilted = (deg: number): string => kinds({ seconds: 10, heading, tilt: bump(3, 2, deg) });
    expect([tilted(19.5), tilted(21), tilted(-21)]).toEqual(['rotation', 'side_bend', 'side_bend']);
  });
});

describe('time beyond', () => {
  test('ten and twenty degrees is counted apart', () => {
    const [event] = events({
      seconds: 14,
      heading: sumOf(ramp(3, 0.5, 15), ramp(5.5, 0.5, 10), ramp(8, 0.5, -25)),
    });
    // Beyond 10 deg from 3.33 s to 8.3 s, beyond 20 deg from 5.75 s to 8.1 s.
    expect(event!.beyond10S).toBeCloseTo(4.97, 1);
    expect(event!.beyond20S).toBeCloseTo(2.35, 1);
  });
});

describe('gait', () => {
  /** Both ways of a foot strike within 0.3 s. */
  const jolts =
    (...atS: readonly number[]) =>
    (s: number): number =>
      atS.reduce(
        (sum, at) => (s > at && s < at + 0.3 ? sum + 3 * Math.sin((2 * Math.PI * (s - at)) / 0.3) : sum),
        0,
      );
  const stride = (sizeMps2: number, steps: number) => (s: number) =>
    Math.abs(s - 6) > steps / 3.6 ? 0 : sizeMps2 * Math.sin(2 * Math.PI * 1.8 * (s - 6 + steps / 3.6));
  /** A rotation with its peak at 6 s. */
  const among = (bounce: (s: number) => number): string =>
    kinds({ seconds: 14, heading: bump(5, 2, 15), bounce });

  test('reaches a second and a half around two firm steps up to 1.3 s apart', () => {
    expect([among(jolts(3.3, 4.3)), among(jolts(3.5, 4.5))]).toEqual(['rotation', 'gait']);
    expect([among(jolts(7.3, 7.9)), among(jolts(7.45, 8.05))]).toEqual(['gait', 'rotation']);
    expect([among(jolts(3.52, 4.8)), among(jolts(3.45, 4.8))]).toEqual(['gait', 'rotation']);
  });

  test('reaches half a second around two that are up to 2.5 s apart', () => {
    expect([among(jolts(4.77, 7.23)), among(jolts(4.7, 7.3))]).toEqual(['gait', 'rotation']);
    expect([among(jolts(3.34, 5.34)), among(jolts(3.4, 5.4))]).toEqual(['rotation', 'gait']);
    expect([among(jolts(6.36, 7.96)), among(jolts(6.42, 8.02))]).toEqual(['gait', 'rotation']);
  });

  test('takes steps a quarter of a second apart at least', () => {
    const short = (atS: number, s: number): number =>
      s > atS && s < atS + 0.12 ? 9 * Math.sin((2 * Math.PI * (s - atS)) / 0.12) : 0;
    const apart = (gapS: number): string => among((s) => short(6, s) + short(6 + gapS, s));
    expect([apart(0.24), apart(0.26)]).toEqual(['rotation', 'gait']);
  });

  test('leaves posture unknown for fifteen seconds, for it comes with a delay', () => {
    const walked = (s: number): number => (s > 3 ? 0 : 2 * Math.sin(2 * Math.PI * 1.8 * s));
    const turns = (atS: number): number =>
      events({ seconds: 25, posture: 'standing', heading: bump(atS, 2, 7), bounce: walked }).length;
    // The last step is at 2.9 s, and 0.7 s after it began the turn is larger than five degrees.
    expect([turns(17.1), turns(17.5)]).toEqual([1, 0]);
  });

  test('takes four soft steps in a row, or two firm ones', () => {
    expect([among(stride(0.8, 3)), among(stride(0.8, 4))]).toEqual(['rotation', 'gait']);
    expect([among(stride(0.97, 2)), among(stride(1.05, 2))]).toEqual(['rotation', 'gait']);
  });

  test('shows in a swing of 0.4 m/s^2 after its filters, which leave 0.73 of 1.8 steps a second', () => {
    expect([among(stride(0.4 / 0.73 - 0.03, 12)), among(stride(0.4 / 0.73 + 0.03, 12))]).toEqual([
      'rotation',
      'gait',
    ]);
  });

  test('of soft steps is no slower than one in 1.3 s', () => {
    const steps = (hz: number) => (s: number) => 0.65 * Math.sin(2 * Math.PI * hz * s);
    const heading = bump(8, 2, 15);
    expect(kinds({ seconds: 14, heading, bounce: steps(0.74) })).toBe('rotation');
    expect(kinds({ seconds: 14, heading, bounce: steps(0.8) })).toBe('gait');
  });
});
