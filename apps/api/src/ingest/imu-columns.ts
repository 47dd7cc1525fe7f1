import type { SampleBlock, StreamOpen } from '@plumbline/contract';
import { createVec3Columns, type ImuBatch, type Vec3Columns } from '@plumbline/core';

type Channels = StreamOpen['channels'];
type Quantity = Channels[number]['quantity'];
const AXES = ['x', 'y', 'z'] as const;

/** Where a vector quantity's columns are, or null when the stream lacks one of them. */
function find(channels: Channels, quantity: Quantity): readonly number[] | null {
  const at = AXES.map((axis) => channels.findIndex((c) => c.quantity === quantity && c.axis === axis));
  return at.includes(-1) ? null : at;
}

/** Stored counts to SI units (m/s^2, rad/s, microtesla), as the stream's opening record says. */
export class ImuColumns {
  readonly #channels: Channels;
  readonly #acc: readonly number[];
  readonly #gyr: readonly number[] | null;
  readonly #mag: readonly number[] | null;

  /** Null when there is no acceleration: then nothing can be said about posture. */
  static of(channels: Channels): ImuColumns | null {
    const acc = find(channels, 'acc');
    return acc && new ImuColumns(channels, acc);
  }

  private constructor(channels: Channels, acc: readonly number[]) {
    this.#channels = channels;
    this.#acc = acc;
    this.#gyr = find(channels, 'gyr');
    this.#mag = find(channels, 'mag');
  }

  get hasGyro(): boolean {
    return this.#gyr !== null;
  }

  get hasMag(): boolean {
    return this.#mag !== null;
  }

  /** Shares the times with the block. `reuse`: a batch that nobody needs any more, whose memory may be taken. */
  batch(block: SampleBlock, reuse?: ImuBatch): ImuBatch {
    return {
      n: block.n,
      tUs: block.tUs,
      accMps2: this.#scaled(block, this.#acc, reuse?.accMps2),
      gyrRadps: this.#gyr && this.#scaled(block, this.#gyr, reuse?.gyrRadps),
      magUt: this.#mag && this.#scaled(block, this.#mag, reuse?.magUt),
    };
  }

  #scaled(block: SampleBlock, at: readonly number[], reuse: Vec3Columns | null | undefined): Vec3Columns {
    const columns = reuse && reuse.x.length >= block.n ? reuse : createVec3Columns(block.n);
    AXES.forEach((axis, k) => {
      const counts = block.channels[at[k]!]!;
      const lsb = this.#channels[at[k]!]!.lsb;
      const out = columns[axis];
      for (let i = 0; i < block.n; i++) out[i] = counts[i]! * lsb;
    });
    return columns;
  }
}
