import type { ImuBatch, Vec3Columns } from '@plumbline/core';
import type { SensorSample } from '@plumbline/sensor-protocol';

/** One sample with its time since the first one of the source. */
export interface Row {
  readonly tUs: number;
  readonly sample: SensorSample;
}

const NO_TURNING = [0, 0, 0] as const;

/** Rows of a source in order; `tUs` begins at 0. */
export async function* rowsOf(batches: AsyncIterable<ImuBatch>): AsyncGenerator<Row, void, void> {
  let firstUs: number | null = null;
  for await (const batch of batches) {
    for (let i = 0; i < batch.n; i++) {
      firstUs ??= batch.tUs[i]!;
      yield { tUs: batch.tUs[i]! - firstUs, sample: sampleAt(batch, i) };
    }
  }
}

function sampleAt(batch: ImuBatch, i: number): SensorSample {
  return {
    accMps2: vector(batch.accMps2, i),
    gyrRadps: batch.gyrRadps ? vector(batch.gyrRadps, i) : NO_TURNING,
    magUt: batch.magUt ? vector(batch.magUt, i) : null,
  };
}

const vector = ({ x, y, z }: Vec3Columns, i: number): [number, number, number] => [x[i]!, y[i]!, z[i]!];
