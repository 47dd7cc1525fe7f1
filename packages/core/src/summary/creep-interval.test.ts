import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLoadStage } from '../measures/load/index.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { LoadTally } from './load.ts';
import { type Measure, TRUNK_ANGLE_ERROR_DEG } from './measure.ts';

const SECOND_US = 1e6;
/** How creep parts into its two compartments can take it beyond by less than this. */
const TOLERANCE = 1e-3;

/** Seated at each flexion for as long as it says. */
function seated(holds: readonly (readonly [number, number])[], offDeg: number): PostureSecond[] {
  const flexion = holds.flatMap(([deg, seconds]) => new Array<number>(seconds).fill(deg + offDeg));
  return flexion.map((flexionDeg, i) => ({
    tUs: i * SECOND_US,
    state: 'sitting',
    probability: 1,
    flexionDeg,
    sideBendDeg: 0,
    tiltDeg: Math.abs(flexionDeg),
  })) as PostureSecond[];
}

function creepOf(seconds: readonly PostureSecond[], flexionRangeDeg: number): Measure[] {
  const tally = new LoadTally();
  for (const row of createLoadStage({ flexionRangeDeg }).push(seconds).rows) tally.add(row);
  const measures = tally.measures(seconds.length, flexionRangeDeg);
  return ['load_creep', 'load_creep_peak'].map((id) => measures.find((measure) => measure.id === id)!);
}

test('the interval of creep holds what the same day gives with all angles off by their error', () => {
  const hold = fc.tuple(fc.integer({ min: -10, max: 90 }), fc.integer({ min: 20, max: 900 }));
  const holds = fc.array(hold, { minLength: 1, maxLength: 12 });
  const off = fc.constantFrom(-TRUNK_ANGLE_ERROR_DEG, TRUNK_ANGLE_ERROR_DEG);
  fc.assert(
    fc.property(holds, fc.integer({ min: 30, max: 100 }), off, (day, rangeDeg, offDeg) => {
      const told = creepOf(seated(day, 0), rangeDeg);
      creepOf(seated(day, offDeg), rangeDeg).forEach(({ value }, i) => {
        const [low, high] = told[i]!.interval!;
        expect(value).toBeGreaterThanOrEqual(low - TOLERANCE);
        expect(value).toBeLessThanOrEqual(high + TOLERANCE);
      });
    }),
  );
});
