import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import type { Snapshot } from '../../pipeline/stage.ts';
import { ResidualBias } from './residual-bias.ts';
import type { ExcursionParams } from './rotation.params.ts';
import { SAMPLE } from './rotation-sample.ts';

const { TIME_US, DT_S, RATE, AXIAL, UP } = SAMPLE;
const US_PER_S = 1e6;
const RAD = Math.PI / 180;
const FIRST_BEYOND_RAD = 10 * RAD;
const SECOND_BEYOND_RAD = 20 * RAD;
const UPRIGHT = new Set(['standing', 'walking', 'running']);
/** Whether a posture, by its index in `POSTURE_STATES`, uses the standing threshold. */
const IS_UPRIGHT = Uint8Array.from(POSTURE_STATES, (state) => (UPRIGHT.has(state) ? 1 : 0));

/** Heading near neutral, out of it, or on the way back from a closed excursion. */
export type ExcursionMode = 'near' | 'out' | 'back';
const MODES: readonly ExcursionMode[] = ['near', 'out', 'back'];
const NEAR = 0;
const OUT = 1;
const BACK = 2;

/** What ends an excursion: the body came back, or it stayed there. */
export type ExcursionEnd = 'none' | 'returned' | 'stayed';

const FIELDS = [
  'mode',
  'headingRad',
  'axialRad',
  'lastUs',
  'lastRateRadps',
  'lastAxialRadps',
  'onsetUs',
  'openUs',
  'peakRad',
  'peakUs',
  'axialAtPeakRad',
  'tiltAtPeakRad',
  'contextAtPeak',
  'speedRadps',
  'beyond10S',
  'beyond20S',
  'quietRadps',
  'restlessUs',
  'lowestRad',
  'upX',
  'upY',
  'upZ',
] as const;
type Field = (typeof FIELDS)[number];
const AT = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Record<Field, number>;

/**
 * Follows the heading of the pelvis from a slowly moving neutral and cuts it into excursions. All signs are
 * odd-symmetric: a mirrored input gives exactly the mirrored state. No sample allocates.
 */
export class ExcursionTracker {
  readonly #params: ExcursionParams;
  readonly #s = new Float64Array(FIELDS.length);
  readonly #bias: ResidualBias;
  readonly #threshold: readonly [number, number];

  constructor(params: ExcursionParams) {
    this.#params = params;
    this.#bias = new ResidualBias(params.bias);
    this.#threshold = [params.seatedThresholdDeg * RAD, params.standingThresholdDeg * RAD];
    this.#s[AT.lastUs] = Number.NEGATIVE_INFINITY;
    this.interrupt();
  }

  get mode(): ExcursionMode {
    return MODES[this.#s[AT.mode]!]!;
  }

  get(field: Field): number {
    return this.#s[AT[field]]!;
  }

  get peakUs(): number {
    return this.#s[AT.peakUs]!;
  }

  get onsetUs(): number {
    return this.#s[AT.onsetUs]!;
  }

  /**
   * Sets the seconds since the last sample: Infinity for the first one, not positive for one that brings nothing.
   */
  elapse(sample: Float64Array): void {
    sample[DT_S] = (sample[TIME_US]! - this.#s[AT.lastUs]!) / US_PER_S;
  }

  /** One sample, see `rotation-sample.ts`. */
  push(sample: Float64Array, context: number, inGait: boolean): ExcursionEnd {
    const s = this.#s;
    if (!inGait) this.#bias.push(sample);
    this.#turn(sample);
    s[AT.lastUs] = sample[TIME_US]!;
    this.#followRest(sample);
    if (s[AT.mode] === OUT) return this.#stayOut(sample, context);
    this.#follow(sample, inGait);
    if (this.#opens(context)) this.#open(sample, context);
    return 'none';
  }

  /** True while the body has rested out of neutral for `forS`, near its peak. */
  restsOut(sample: Float64Array, forS: number): boolean {
    const s = this.#s;
    if (s[AT.mode] !== OUT || !(sample[TIME_US]! - s[AT.restlessUs]! >= forS * US_PER_S)) return false;
    return Math.abs(s[AT.headingRad]!) >= this.#params.quietTurnShare * Math.abs(s[AT.peakRad]!);
  }

  /** What the body has turned to is the new neutral. */
  settle(): void {
    this.#s[AT.headingRad] = 0;
    this.#s[AT.axialRad] = 0;
    this.#s[AT.mode] = NEAR;
    this.#s[AT.onsetUs] = this.#s[AT.lastUs]!;
    this.#s[AT.speedRadps] = 0;
  }

  /** After a silence heading is not known: what was open is dropped, neutral is wherever the body is now. */
  interrupt(tUs = Number.NEGATIVE_INFINITY): void {
    this.#s.fill(0);
    for (const field of ['lastUs', 'onsetUs', 'restlessUs'] as const) this.#s[AT[field]] = tUs;
    for (const field of ['lastRateRadps', 'lastAxialRadps', 'upX'] as const) this.#s[AT[field]] = Number.NaN;
  }

  /** See `ResidualBias.shift`. */
  shiftBias(moreRadps: number): void {
    this.#bias.shift(moreRadps);
  }

  copyFrom(other: ExcursionTracker): void {
    this.#s.set(other.#s);
    this.#bias.copyFrom(other.#bias);
  }

  snapshot(): Snapshot {
    return { state: encodeNumbers(this.#s), bias: this.#bias.snapshot() };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.state, this.#s, 'excursion');
    this.#bias.restore(snapshot.bias);
  }

  #turn(sample: Float64Array): void {
    const s = this.#s;
    const dtS = sample[DT_S]!;
    const rateRadps = sample[RATE]!;
    const axialRadps = sample[AXIAL]!;
    const last = Number.isNaN(s[AT.lastRateRadps]!) ? rateRadps : s[AT.lastRateRadps]!;
    const drift = this.#bias.radps * dtS;
    s[AT.headingRad]! += ((last + rateRadps) / 2) * dtS - drift;
    s[AT.lastRateRadps] = rateRadps;
    const axial = ((s[AT.lastAxialRadps]! + axialRadps) / 2) * dtS - drift;
    // Until both rates are known the body's own turning is taken to be all of it.
    s[AT.axialRad] = Number.isNaN(axial) ? s[AT.headingRad]! : s[AT.axialRad]! + axial;
    s[AT.lastAxialRadps] = axialRadps;
  }

  #followRest(sample: Float64Array): void {
    const s = this.#s;
    const p = this.#params;
    s[AT.quietRadps]! +=
      (Math.abs(sample[RATE]!) - s[AT.quietRadps]!) * Math.min(1, sample[DT_S]! / p.quietTauS);
    if (s[AT.quietRadps]! > p.quietRateDps * RAD) s[AT.restlessUs] = sample[TIME_US]!;
  }

  #follow(sample: Float64Array, inGait: boolean): void {
    const s = this.#s;
    const p = this.#params;
    const dtS = sample[DT_S]!;
    const heading = s[AT.headingRad]!;
    if (!inGait) this.#bias.refine(dtS, heading / p.neutralTauS);
    const share = Math.min(1, dtS / (inGait ? p.gaitNeutralTauS : p.neutralTauS));
    s[AT.headingRad] = heading - heading * share;
    s[AT.axialRad]! -= s[AT.axialRad]! * share;
    this.#followUp(sample);
    const rate = sample[RATE]!;
    // No excursion has begun while the body is close to neutral, turns towards it or hardly turns.
    const close = Math.abs(heading) < p.onsetShare * this.#threshold[0];
    if (close || heading * rate <= 0 || Math.abs(rate) < p.onsetRateDps * RAD) {
      s[AT.onsetUs] = sample[TIME_US]!;
      s[AT.speedRadps] = 0;
    }
    s[AT.speedRadps] = Math.max(s[AT.speedRadps]!, Math.abs(rate));
  }

  #followUp(sample: Float64Array): void {
    const s = this.#s;
    const share = Math.min(1, sample[DT_S]! / this.#params.tiltTauS);
    const first = Number.isNaN(s[AT.upX]!);
    for (let i = 0; i < 3; i++) {
      const up = sample[UP + i]!;
      s[AT.upX + i] = first ? up : s[AT.upX + i]! + (up - s[AT.upX + i]!) * share;
    }
  }

  #opens(context: number): boolean {
    const s = this.#s;
    const size = Math.abs(s[AT.headingRad]!);
    const threshold = this.#threshold[IS_UPRIGHT[context]! as 0 | 1]!;
    if (s[AT.mode] === NEAR) return size >= threshold;
    if (size < this.#params.closeDeg * RAD) s[AT.mode] = NEAR;
    if (size <= s[AT.lowestRad]!) this.#rebound();
    return size >= threshold && size - s[AT.lowestRad]! >= threshold;
  }

  /** On the way back the next excursion begins where this one ends: at the lowest heading. */
  #rebound(): void {
    const s = this.#s;
    s[AT.lowestRad] = Math.abs(s[AT.headingRad]!);
    s[AT.onsetUs] = s[AT.lastUs]!;
    s[AT.speedRadps] = 0;
  }

  #open(sample: Float64Array, context: number): void {
    const s = this.#s;
    s[AT.mode] = OUT;
    s[AT.openUs] = sample[TIME_US]!;
    s[AT.beyond10S] = 0;
    s[AT.beyond20S] = 0;
    this.#peak(sample, context);
  }

  #peak(sample: Float64Array, context: number): void {
    const s = this.#s;
    s[AT.peakRad] = s[AT.headingRad]!;
    s[AT.peakUs] = sample[TIME_US]!;
    s[AT.axialAtPeakRad] = Number.isNaN(s[AT.lastAxialRadps]!) ? Number.NaN : s[AT.axialRad]!;
    this.#tilt(sample);
    s[AT.contextAtPeak] = context;
  }

  /** Angle between up now and up while heading was neutral. */
  #tilt(sample: Float64Array): void {
    const s = this.#s;
    let dot = 0;
    let before2 = 0;
    let now2 = 0;
    for (let i = 0; i < 3; i++) {
      const before = s[AT.upX + i]!;
      const now = sample[UP + i]!;
      dot += before * now;
      before2 += before * before;
      now2 += now * now;
    }
    const cosine = dot / Math.sqrt(before2 * now2);
    s[AT.tiltAtPeakRad] = Math.acos(Math.max(-1, Math.min(1, cosine)));
  }

  #stayOut(sample: Float64Array, context: number): ExcursionEnd {
    const s = this.#s;
    const size = Math.abs(s[AT.headingRad]!);
    if (size > FIRST_BEYOND_RAD) s[AT.beyond10S]! += sample[DT_S]!;
    if (size > SECOND_BEYOND_RAD) s[AT.beyond20S]! += sample[DT_S]!;
    s[AT.speedRadps] = Math.max(s[AT.speedRadps]!, Math.abs(sample[RATE]!));
    const sameSide = s[AT.headingRad]! * s[AT.peakRad]! > 0;
    if (sameSide && size > Math.abs(s[AT.peakRad]!)) this.#peak(sample, context);
    return this.#end(sample, sameSide);
  }

  #end(sample: Float64Array, sameSide: boolean): ExcursionEnd {
    const s = this.#s;
    const p = this.#params;
    const size = Math.abs(s[AT.headingRad]!);
    const peak = Math.abs(s[AT.peakRad]!);
    if (!sameSide || size < Math.max(p.closeDeg * RAD, p.closeShare * peak)) {
      s[AT.mode] = BACK;
      s[AT.lowestRad] = size;
      return 'returned';
    }
    const outS = (sample[TIME_US]! - s[AT.openUs]!) / US_PER_S;
    const quiet = s[AT.quietRadps]! < p.quietRateDps * RAD && size >= p.quietTurnShare * peak;
    return outS >= p.turnAfterS || (quiet && outS >= p.quietTurnAfterS) ? 'stayed' : 'none';
  }
}
