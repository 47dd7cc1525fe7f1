import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { DECODER_PARAMS, type DecoderParams } from './decoder.params.ts';

/** Silences up to so many seconds are counted together, and those that are longer. */
const LENGTHS_S = [1.3, 2.6, 5, Number.POSITIVE_INFINITY] as const;
/** After the counts. */
const SECONDS = LENGTHS_S.length;

/**
 * How much a silence says about a change of posture. In the recordings that the trees were trained on changes were cut
 * out, so that nearly every silence is one. A radio that drops a second in every ten loses any second alike, and nobody
 * sits down or gets up so often. Silences of about the same length are held against each other.
 */
export class SilenceRate {
  readonly #params: DecoderParams['silences'];
  /** Silences by length, and seconds, slowly forgetting. */
  readonly #seen: Float64Array;

  constructor(params: DecoderParams['silences'] = DECODER_PARAMS.silences) {
    this.#params = params;
    this.#seen = new Float64Array(SECONDS + 1).fill(params.priorSilences);
    this.#seen[SECONDS] = params.priorS;
  }

  /** The next second; `silenceS`: length of the silence that ended in it, 0 if none did. */
  add(silenceS: number): void {
    const seen = this.#seen;
    const keep = 1 - 1 / this.#params.memoryS;
    for (let k = 0; k < seen.length; k++) seen[k] = seen[k]! * keep;
    seen[SECONDS] = seen[SECONDS]! + 1;
    if (silenceS > 0) seen[classOf(silenceS)] = seen[classOf(silenceS)]! + 1;
  }

  /** What the odds of a change in a silence of this length are multiplied with: 1 while such are rare, down to 0. */
  trust(silenceS: number): number {
    const { usualEveryS, power } = this.#params;
    const everyS = this.#seen[SECONDS]! / this.#seen[classOf(silenceS)]!;
    return Math.min(1, (everyS / usualEveryS) ** power);
  }

  snapshot(): Snapshot {
    return { seen: encodeNumbers(this.#seen) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.seen, this.#seen, 'silences.seen');
  }
}

function classOf(silenceS: number): number {
  return LENGTHS_S.findIndex((lengthS) => silenceS < lengthS);
}
