import { expect, test } from 'vitest';
import { OrientationFilter } from '../../orientation/orientation-filter.ts';
import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import { createVec3Columns } from '../../signal/imu-batch.ts';
import { createRotationBuffer, projectOnGravity } from './projection.ts';
import type { RotationExcursion } from './rotation-columns.ts';
import { createRotationStage } from './rotation-stage.ts';

const RAD = Math.PI / 180;
const G = 9.80665;
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

test('eight hours at rest with a bias of 1 deg/s give no event', () => {
  const rateHz = 10;
  const filter = new OrientationFilter();
  const stage = createRotationStage();
  const known = {
    quaternion: filter.quaternion,
    biasRadps: filter.biasRadps,
    upright: null,
    posture: UNKNOWN,
  };
  const acc = createVec3Columns(1);
  const gyr = createVec3Columns(1);
  acc.z[0] = G;
  const found: RotationExcursion[] = [];
  const chunk = createRotationBuffer(rateHz * 60);
  for (let i = 0; i < 8 * 3600 * rateHz; i++) {
    const tUs = (i * 1e6) / rateHz;
    for (const axis of ['x', 'y', 'z'] as const) gyr[axis][0] = RAD + noise(i, axis);
    filter.update(tUs, 0, 0, G, gyr.x[0]!, gyr.y[0]!, gyr.z[0]!);
    projectOnGravity(tUs, acc, gyr, 0, known, chunk);
    if (chunk.n < rateHz * 60) continue;
    found.push(...stage.push(chunk));
    chunk.n = 0;
  }
  expect(found).toEqual([]);
});

/** A cheap repeatable noise of about 0.1 deg/s. */
function noise(i: number, axis: string): number {
  const phase = { x: 1, y: 2, z: 3 }[axis] ?? 0;
  return 0.1 * RAD * Math.sin(i * 12.9898 + phase * 78.233) * 1.4;
}
