import { FixedLagSmoother } from '../fixed-lag-smoother.ts';
import type { OrientationParams } from '../orientation.params.ts';
import { OrientationFilter } from '../orientation-filter.ts';
import { createQuaternionColumns, type QuaternionColumns } from '../quaternion-columns.ts';
import type { ImuStream } from './trial.ts';

/** The causal filter's answer at every sample of a stream. */
export function filterStream(
  stream: ImuStream,
  params: OrientationParams,
  useMag: boolean,
): QuaternionColumns {
  const filter = new OrientationFilter(params);
  const out = createQuaternionColumns(stream.n);
  const { tUs, accMps2, gyrRadps, magUt: m } = stream;
  for (let i = 0; i < stream.n; i++) {
    filter.updateRow(tUs, accMps2, gyrRadps, i);
    if (useMag) filter.updateMag(m.x[i]!, m.y[i]!, m.z[i]!);
    const q = filter.quaternion;
    out.tUs[i] = tUs[i]!;
    out.w[i] = q[0]!;
    out.x[i] = q[1]!;
    out.y[i] = q[2]!;
    out.z[i] = q[3]!;
  }
  return out;
}

/** The fixed-lag smoother's answer at every sample of a stream. */
export function smoothStream(stream: ImuStream, params: OrientationParams, lagS: number): QuaternionColumns {
  const smoother = new FixedLagSmoother({ params, lagS });
  const parts = [smoother.push(stream), smoother.flush()];
  const out = createQuaternionColumns(stream.n);
  let n = 0;
  for (const part of parts) {
    for (const key of ['tUs', 'w', 'x', 'y', 'z'] as const) out[key].set(part[key], n);
    n += part.n;
  }
  return out;
}
