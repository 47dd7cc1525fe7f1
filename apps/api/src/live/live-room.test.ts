import { CALENDAR_PARAMS, createCalendar, type MountingState, type PipelineOutput } from '@plumbline/core';
import { expect, test } from 'vitest';
import type { LiveConnection } from './connection-state.ts';
import { LiveRoom } from './live-room.ts';

const NOW_US = 1_795_000_000_000_000;
const MOUNTING: MountingState = { reference: 'walking', forward: 'axes', reason: null, rotationReason: null };
const CONNECTION = { state: 'live', reason: 'Samples arrive.' } as LiveConnection;
const EMPTY = new Float64Array(0);
const ORIENTATION = {
  ...{ n: 0, tUs: EMPTY, w: EMPTY, x: EMPTY, y: EMPTY, z: EMPTY },
  ...{ flexionDeg: EMPTY, sideBendDeg: EMPTY, rotationDeg: EMPTY, tiltDeg: EMPTY },
};

function output(mounting: MountingState): PipelineOutput {
  const rows = { orientation: ORIENTATION, seconds: [], decidedUntilUs: null, rotations: [], load: [] };
  return { ...rows, bouts: { fromUs: null, bouts: [] }, mounting };
}

test.each([
  [
    'that rotation is not to be had any more, and why',
    { rotationReason: 'the gyroscope turns against gravity' },
  ],
  ['where upright comes from', { reference: 'seed' }],
  ['that forward is not known, and why', { forward: null, reason: 'walk straight ahead' }],
] as const)('whoever follows hears of a mounting when it changes: %s', (_what, change) => {
  const calendar = createCalendar('UTC', CALENDAR_PARAMS.declared);
  const room = new LiveRoom(calendar, calendar.dayOf(NOW_US), new Map(), CONNECTION);
  room.output(1, output(MOUNTING));
  const { cursor } = room.state(NOW_US);
  room.output(1, output(MOUNTING));
  expect(room.since(cursor, NOW_US)).toBeNull();
  const changed = { ...MOUNTING, ...change };
  room.output(1, output(changed));
  expect(room.since(cursor, NOW_US)?.message).toMatchObject({ type: 'update', mounting: changed });
});
