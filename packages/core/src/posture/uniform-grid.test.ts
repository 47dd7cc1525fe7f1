import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLE, SAMPLE_LENGTH } from './posture-sample.ts';
import { CELL_US, UniformGrid } from './uniform-grid.ts';

type Cell = readonly [index: number, x: number | null];

/** Cells by index; those that nothing fell into hold null. `freeze` goes through a snapshot before every sample. */
function gridded(samples: readonly (readonly [tUs: number, x: number])[], freeze = false): Cell[] {
  const cells: Cell[] = [];
  const sink = {
    cell: (index: number, x: number, y: number, z: number): void => {
      expect([y, z]).toEqual([expect.closeTo(2 * x, 9), expect.closeTo(-x, 9)]);
      cells.push([index, x]);
    },
    missing: (from: number, to: number): void => {
      for (let index = from; index < to; index++) cells.push([index, null]);
    },
  };
  let grid = new UniformGrid(sink);
  for (const [tUs, x] of samples) {
    if (freeze) {
      const frozen = JSON.stringify(grid.snapshot());
      grid = new UniformGrid(sink);
      grid.restore(JSON.parse(frozen));
    }
    const sample = new Float64Array(SAMPLE_LENGTH);
    sample[SAMPLE.TIME_US] = tUs;
    sample.set([x, 2 * x, -x], SAMPLE.ACC);
    grid.push(sample);
  }
  grid.flush();
  return cells;
}

describe('cells of 40 ms', () => {
  test('begin at full ones of UTC and hold the mean of their samples', () => {
    const cells = gridded([
      [80_000, 1],
      [100_000, 2],
      [119_999, 6],
      [120_000, 5],
    ]);
    expect(cells).toEqual([
      [2, 3],
      [3, 5],
    ]);
  });

  test('lie on a straight line over a silence of up to 0.2 s, and are missing over a longer one', () => {
    const over = (us: number) =>
      gridded([
        [0, 10],
        [us, 20],
      ]).map(([, x]) => x);
    expect(over(200_000)).toEqual([10, 12, 14, 16, 18, 20]);
    expect(over(200_001)).toEqual([10, null, null, null, null, 20]);
  });

  test('follow each other without hole or repeat, also through snapshots', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: -20, max: 20 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(steps, (walk) => {
        let at = 1_795_000_000_000_000;
        const samples = walk.map(([stepUs, x]) => {
          at += stepUs;
          return [at, x] as const;
        });
        const cells = gridded(samples);
        const first = Math.floor(samples[0]![0] / CELL_US);
        expect(cells.map(([index]) => index)).toEqual(cells.map((_, i) => first + i));
        expect(cells.at(-1)![0]).toBe(Math.floor(at / CELL_US));
        expect(gridded(samples, true)).toEqual(cells);
      }),
    );
  });
});
