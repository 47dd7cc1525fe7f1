import type { ChannelSpec, DecodeEvent } from './driver.ts';
import type { RawBatchBuilder } from './raw-batch.ts';
import { mps2PerG } from './scales.ts';

/** A body on earth reads between these over two seconds, whatever it does. */
const LEAST_G = 0.2;
const MOST_G = 3;
const WINDOW_S = 2;

const IMPLAUSIBLE_REMEDY =
  'the range or the record mode is not what the driver assumes: switch the sensor off and on, then reconnect';

/**
 * Refuses a wrong scale loudly: the median length of the specific force over each two seconds must lie
 * between 0.2 g and 3 g. Says so once, and again only after it was plausible in between.
 */
export class PlausibilityGate {
  readonly #norms: Float64Array;
  readonly #axes: readonly number[];
  readonly #lsb: number;
  #n = 0;
  #failing = false;

  constructor(channels: readonly ChannelSpec[], rateHz: number) {
    this.#axes = channels.flatMap((channel, c) => (channel.quantity === 'acc' ? [c] : []));
    this.#lsb = channels[this.#axes[0] ?? 0]?.lsb ?? 0;
    this.#norms = new Float64Array(Math.max(1, Math.round(rateHz * WINDOW_S)));
  }

  /** True while the last whole window was implausible. */
  get failing(): boolean {
    return this.#failing;
  }

  /** Looks at the samples of a batch; returns the fault when it is found. */
  push(batch: RawBatchBuilder): DecodeEvent | null {
    if (this.#axes.length < 3) return null;
    let fault: DecodeEvent | null = null;
    for (let row = 0; row < batch.n; row++) {
      this.#norms[this.#n++] = this.#norm(batch, row);
      if (this.#n === this.#norms.length) fault = this.#judge() ?? fault;
    }
    return fault;
  }

  reset(): void {
    this.#n = 0;
    this.#failing = false;
  }

  #norm(batch: RawBatchBuilder, row: number): number {
    let squares = 0;
    for (const c of this.#axes) squares += (batch.columns[c]![row]! * this.#lsb) ** 2;
    return Math.sqrt(squares);
  }

  #judge(): DecodeEvent | null {
    this.#n = 0;
    const medianG = this.#norms.sort()[this.#norms.length >> 1]! / mps2PerG(1);
    const was = this.#failing;
    this.#failing = !(medianG >= LEAST_G && medianG <= MOST_G);
    if (!this.#failing || was) return null;
    const reason = `acceleration is implausible: ${medianG.toFixed(2)} g over ${WINDOW_S} s, not ${LEAST_G} to ${MOST_G} g`;
    return { kind: 'fault', reason, remedy: IMPLAUSIBLE_REMEDY };
  }
}
