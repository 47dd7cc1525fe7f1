import type { ImuBatch, Vec3Columns } from '@plumbline/core';
import { ByteWriter } from './byte-writer.ts';
import { headerLine } from './recording-header.ts';

const COMMA = 44;
const NEWLINE = 10;
/** Below the quantisation of commodity sensors (16 g and 2000 deg/s over 16 bits). */
const ACC_DECIMALS = 5;
const GYR_DECIMALS = 6;
const MAG_DECIMALS = 4;

export interface RecordingShape {
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
}

/** Writes a recording CSV piece by piece; give the header first. */
export class RecordingWriter {
  readonly #shape: RecordingShape;
  readonly #writer = new ByteWriter();

  constructor(shape: RecordingShape) {
    this.#shape = shape;
  }

  header(): Uint8Array {
    this.#writer.text(`${headerLine(this.#shape)}\n`);
    return this.#writer.take();
  }

  /** A batch without a stated column group throws a RangeError that names it. */
  rows(batch: ImuBatch): Uint8Array {
    const gyr = this.#shape.hasGyro ? present(batch.gyrRadps, 'gyrRadps') : null;
    const mag = this.#shape.hasMag ? present(batch.magUt, 'magUt') : null;
    for (let i = 0; i < batch.n; i++) {
      this.#writer.fixed(batch.tUs[i]!, 0);
      this.#vector(batch.accMps2, i, ACC_DECIMALS);
      if (gyr) this.#vector(gyr, i, GYR_DECIMALS);
      if (mag) this.#vector(mag, i, MAG_DECIMALS);
      this.#writer.byte(NEWLINE);
    }
    return this.#writer.take();
  }

  #vector(v: Vec3Columns, i: number, decimals: number): void {
    this.#writer.byte(COMMA);
    this.#writer.fixed(v.x[i]!, decimals);
    this.#writer.byte(COMMA);
    this.#writer.fixed(v.y[i]!, decimals);
    this.#writer.byte(COMMA);
    this.#writer.fixed(v.z[i]!, decimals);
  }
}

/** A whole recording as a stream of bytes. */
export async function* writeRecording(
  shape: RecordingShape,
  batches: AsyncIterable<ImuBatch> | Iterable<ImuBatch>,
): AsyncGenerator<Uint8Array, void, void> {
  const writer = new RecordingWriter(shape);
  yield writer.header();
  for await (const batch of batches) yield writer.rows(batch);
}

function present(columns: Vec3Columns | null, name: string): Vec3Columns {
  if (columns) return columns;
  throw new RangeError(
    `the batch has no ${name}, but the recording was announced with it: leave the columns out`,
  );
}
