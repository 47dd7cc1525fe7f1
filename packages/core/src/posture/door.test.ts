import { describe, expect, test } from 'vitest';
import { CellRing } from './cell-ring.ts';
import { doorOf } from './door.ts';
import { GRID_HZ } from './uniform-grid.ts';

const G = 9.8;
/** The second that is looked at begins here; cells since the epoch are large numbers. */
const FIRST = 44_875_000_000;

interface Scene {
  /** Cells without a sample, from and to, counted from the second's first. */
  readonly silent?: readonly [from: number, to: number];
  /** More than gravity, m/s^2, from and to. */
  readonly pushes?: readonly (readonly [from: number, to: number, mps2: number])[];
  readonly fastest?: readonly [cell: number, mps: number];
}

function door({ silent = [0, 0], pushes = [], fastest = [12, Number.NaN] }: Scene) {
  const acc = { x: new CellRing(500), y: new CellRing(500), z: new CellRing(500) };
  for (let cell = -250; cell < 150; cell++) {
    if (cell >= silent[0] && cell < silent[1]) continue;
    const more = pushes.reduce((sum, [from, to, mps2]) => sum + (cell >= from && cell < to ? mps2 : 0), 0);
    // Tilted: only the length counts.
    acc.x.set(FIRST + cell, 0.6 * (G + more));
    acc.y.set(FIRST + cell, 0);
    acc.z.set(FIRST + cell, 0.8 * (G + more));
  }
  return doorOf(FIRST, acc, { cell: FIRST + fastest[0], velocityMps: fastest[1] });
}

describe('a silence', () => {
  test('is a door from 0.6 s on, in the second in which it ends', () => {
    const silenceS = (from: number, to: number): number => door({ silent: [from, to] }).silenceS;
    expect([silenceS(-4, 10), silenceS(-5, 10)]).toEqual([0, 0.6]);
    expect([silenceS(-15, 0), silenceS(-16, -1)]).toEqual([0.6, 0]);
    expect([silenceS(4, 24), silenceS(5, 25)]).toEqual([0.8, 0]);
  });

  test('has its length up to five seconds, and what was before a longer one no longer matters', () => {
    const fall = [[-149, -124, -1]] as const;
    expect(door({ silent: [-124, 0], pushes: fall })).toMatchObject({ silenceS: 4.96 });
    expect(door({ silent: [-124, 0], pushes: fall }).beforeMps).toBeCloseTo(-1, 9);
    const longer = door({ silent: [-200, 0], pushes: [[-225, -200, -1]] });
    expect(longer).toMatchObject({ silenceS: 5, beforeMps: 0 });
  });

  test('has the velocity gained in the second before it, and lost in the second after it', () => {
    const { beforeMps, afterMps } = door({
      silent: [-20, 5],
      pushes: [
        [-45, -20, 2],
        [5, 30, -3],
      ],
    });
    expect([beforeMps, afterMps]).toEqual([expect.closeTo(2, 9), expect.closeTo(3, 9)]);
  });

  test('is held against the second and a half that lies beyond', () => {
    const gain = (from: number, to: number): number =>
      door({ silent: [-20, 0], pushes: [[from, to, 1]] }).afterMps;
    // From 1 s to 1.5 s nothing counts, from 1.5 s to 3 s it is the base.
    expect(gain(GRID_HZ, 37)).toBeCloseTo(0, 9);
    expect(gain(38, 75)).toBeCloseTo(1, 9);
    expect(gain(75, 140)).toBeCloseTo(0, 9);
  });
});

describe('a moment that was seen', () => {
  test('is looked at half a second to either side of it', () => {
    const { silenceS, beforeMps, afterMps, peakMps } = door({
      fastest: [10, -0.4],
      pushes: [
        [-27, -2, -2],
        [-2, 23, 50],
        [23, 48, 1],
      ],
    });
    expect([silenceS, peakMps]).toEqual([0, -0.4]);
    expect([beforeMps, afterMps]).toEqual([expect.closeTo(-2, 9), expect.closeTo(-1, 9)]);
  });

  test('that is not known has no velocity', () => {
    expect(door({}).peakMps).toBe(0);
  });
});
