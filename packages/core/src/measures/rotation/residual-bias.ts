import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { ResidualBiasParams } from './rotation.params.ts';
import { SAMPLE } from './rotation-sample.ts';

const RAD = Math.PI / 180;
const { DT_S, RATE: SAMPLE_RATE } = SAMPLE;
const RATE = 0;
const COARSE = 1;
const FINE = 2;
const AGE_S = 3;

/**
 * What the orientation filter has left of the gyroscope's bias about the vertical, in two steps.
 *
 * Coarse: whoever moves out and back has a mean rate of zero, so the centre of the slow rates is the bias; an
 * average in which no moment counts for much, quick at first. Fine: a bias b holds the heading at b times the
 * neutral's time constant, so what stays off neutral is bias; exact, but slow and only near neutral. The
 * coarse value takes over when the fine one is far off. Odd-symmetric. No sample allocates.
 */
export class ResidualBias {
  readonly #params: ResidualBiasParams;
  readonly #clip: number;
  readonly #s = new Float64Array(4);

  constructor(params: ResidualBiasParams) {
    this.#params = params;
    this.#clip = params.clipDps * RAD;
  }

  get radps(): number {
    return this.#s[FINE]!;
  }

  /** Any sample outside gait, see `rotation-sample.ts`. */
  push(sample: Float64Array): void {
    const s = this.#s;
    const p = this.#params;
    const dtS = sample[DT_S]!;
    s[RATE]! += (sample[SAMPLE_RATE]! - s[RATE]!) * Math.min(1, dtS / p.smoothS);
    const off = s[RATE]! - s[COARSE]!;
    if (Math.abs(off) > p.movingDps * RAD) return;
    s[AGE_S]! += dtS;
    const most = p.cutDps * RAD * Math.max(1, p.startS / s[AGE_S]!);
    const share = dtS / Math.min(p.tauS, p.startS + s[AGE_S]!);
    const coarse = s[COARSE]! + share * Math.max(-most, Math.min(most, off));
    s[COARSE] = Math.max(-this.#clip, Math.min(this.#clip, coarse));
    const gap = s[COARSE]! - s[FINE]!;
    if (Math.abs(gap) > p.coarseDps * RAD) s[FINE]! += gap * Math.min(1, dtS / p.startS);
  }

  /** A sample near neutral and outside gait: the rate that would explain the present heading. */
  refine(dtS: number, explainingRadps: number): void {
    const fine = this.#s[FINE]! + (explainingRadps * dtS) / this.#params.tauS;
    this.#s[FINE] = Math.max(-this.#clip, Math.min(this.#clip, fine));
  }

  /**
   * The filter now takes off `moreRadps` more. What it takes off of what was found here is no longer left; but
   * what was not found here yet cannot have become too much.
   */
  shift(moreRadps: number): void {
    const s = this.#s;
    s[RATE]! -= moreRadps;
    s[COARSE] = lessened(s[COARSE]!, moreRadps);
    s[FINE] = lessened(s[FINE]!, moreRadps);
  }

  copyFrom(other: ResidualBias): void {
    this.#s.set(other.#s);
  }

  snapshot(): unknown {
    return encodeNumbers(this.#s);
  }

  restore(snapshot: unknown): void {
    decodeNumbers(snapshot, this.#s, 'residualBias');
  }
}

/** `value` less `by`, as far as that brings it towards zero. */
function lessened(value: number, by: number): number {
  if (value * by <= 0) return value;
  return Math.abs(by) >= Math.abs(value) ? 0 : value - by;
}
