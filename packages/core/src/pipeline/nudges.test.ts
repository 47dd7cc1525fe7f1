import { expect, test } from 'vitest';
import type { NudgeRow } from '../measures/nudge/index.ts';
import { parseAxes } from '../mounting/axes.ts';
import { clipOnBelt, WorkdaySimulation } from '../simulation/index.ts';
import { createPipeline, type PipelineParams } from './pipeline.ts';
import type { Snapshot } from './stage.ts';

const RATE_HZ = 25;
/** 09:00 UTC. */
const START_US = Date.parse('2026-10-19T09:00:00Z') * 1000;
const CHUNK = 3000;
const PARAMS: PipelineParams = {
  rateHz: RATE_HZ,
  hasGyro: true,
  hasMag: false,
  axes: parseAxes('up,right,forward'),
};
const NUDGED: PipelineParams = { ...PARAMS, nudges: { utcOffsetMin: () => 120 } };

/** Walks, sits for an hour without moving much, walks. */
function* morning() {
  const person = {
    stepHz: 1.9,
    speedMps: 1.3,
    bounceM: 0.02,
    seatDropM: 0.4,
    sittingDeg: -25,
    standingDeg: -2,
  };
  const activities = [
    { kind: 'walk', durationS: 60 },
    { kind: 'sit', durationS: 3600, shiftsPer15Min: 0, fidgetsPer15Min: 0 },
    { kind: 'walk', durationS: 300 },
  ] as const;
  const mounting = clipOnBelt({ forward: 5, left: 0, turned: 0 });
  const plan = { seed: 1, person, mounting, activities, mirrored: false };
  const day = new WorkdaySimulation(plan, { rateHz: RATE_HZ, startUs: START_US });
  for (let batch = day.next(CHUNK); batch; batch = day.next(CHUNK)) yield batch;
}

function rowsOf(params: PipelineParams, restoreEvery: number): NudgeRow[] {
  let pipeline = createPipeline(params);
  const rows: NudgeRow[] = [];
  let n = 0;
  for (const batch of morning()) {
    rows.push(...(pipeline.push(batch).nudges ?? []));
    if (++n % restoreEvery !== 0) continue;
    const snapshot = JSON.parse(JSON.stringify(pipeline.snapshot())) as Snapshot;
    pipeline = createPipeline(params);
    pipeline.restore(snapshot);
  }
  return [...rows, ...(pipeline.flush().nudges ?? [])];
}

test('a pipeline that knows the clock of the wearer suggests a break after 45 minutes, and says why not before', () => {
  const rows = rowsOf(NUDGED, Number.POSITIVE_INFINITY);
  const given = rows.filter(({ nudge }) => nudge).map(({ tUs }) => (tUs - START_US) / 60e6);
  expect(given).toHaveLength(1);
  expect(given[0]).toBeGreaterThan(45);
  expect(given[0]).toBeLessThan(48);
  expect(rows.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['under_limit', 'too_soon_after_last', 'not_sitting']),
  );
  expect(rowsOf(NUDGED, 7)).toEqual(rows);
});

test('one that does not suggests nothing', () => {
  expect(rowsOf(PARAMS, Number.POSITIVE_INFINITY)).toEqual([]);
});
