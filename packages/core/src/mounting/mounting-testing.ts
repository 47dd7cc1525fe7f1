import { createVec3Columns, type ImuBatch, type Vec3Columns } from '../signal/imu-batch.ts';
import type { Vec3 } from './body-frame.ts';

/** For tests: a clip turned some other way. */
export type Turn = (v: Vec3) => Vec3;

/** Quaternion wxyz, any length. */
export function rotation(q: readonly [number, number, number, number]): Turn {
  const length = Math.hypot(...q);
  const [w, x, y, z] = q.map((part) => part / length) as [number, number, number, number];
  return ([a, b, c]) => {
    const tx = 2 * (y * c - z * b);
    const ty = 2 * (z * a - x * c);
    const tz = 2 * (x * b - y * a);
    return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
  };
}

/** The same samples from a clip turned so, from `fromUs` on. */
export function turnBatch(batch: ImuBatch, turn: Turn, fromUs = 0): ImuBatch {
  const turned = (columns: Vec3Columns): Vec3Columns => {
    const out = createVec3Columns(batch.n);
    for (let i = 0; i < batch.n; i++) {
      const v: Vec3 = [columns.x[i]!, columns.y[i]!, columns.z[i]!];
      const [x, y, z] = batch.tUs[i]! < fromUs ? v : turn(v);
      out.x[i] = x;
      out.y[i] = y;
      out.z[i] = z;
    }
    return out;
  };
  const { accMps2, gyrRadps } = batch;
  return { ...batch, accMps2: turned(accMps2), gyrRadps: gyrRadps && turned(gyrRadps) };
}
