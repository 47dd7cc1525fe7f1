import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import type { Snapshot } from '../../pipeline/stage.ts';
import { ResidualBias } from './residual-bias.ts';
import type { ExcursionParams } from './rotation.params.ts';

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

  /** Seconds since the last sample; Infinity for the first one, not positive for one that brings nothing. */
  elapsedS(tUs: number): number {
    return (tUs - this.#s[AT.lastUs]!) / US_PER_S;
  }

  /**
   * One sample, `dtS` after the last. Rates in rad/s about the vertical and about the body's own upright axis
   * (NaN while that is not known), left positive; (ux, uy, uz) is the unit vector up in the sensor frame.
   */
  push(
    tUs: number,
    dtS: number,
    rateRadps: number,
    axialRadps: number,
    ux: number,
    uy: number,
    uz: number,
    context: number,
    inGait: boolean,
  ): ExcursionEnd {
    const s = this.#s;
    if (!inGait) this.#bias.push(dtS, rateRadps);
    this.#turn(dtS, rateRadps, axialRadps);
    s[AT.lastUs] = tUs;
    s[AT.quietRadps]! +=
      (Math.abs(rateRadps) - s[AT.quietRadps]!) * Math.min(1, dtS / this.#params.quietTauS);
    if (s[AT.quietRadps]! > this.#params.quietRateDps * RAD) s[AT.restlessUs] = tUs;
    if (s[AT.mode] === OUT) return this.#stayOut(tUs, dtS, rateRadps, ux, uy, uz, context);
    this.#follow(tUs, dtS, rateRadps, ux, uy, uz, inGait);
    if (this.#opens(context)) this.#open(tUs, ux, uy, uz, context);
    return 'none';
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

  #turn(dtS: number, rateRadps: number, axialRadps: number): void {
    const s = this.#s;
    const last = Number.isNaN(s[AT.lastRateRadps]!) ? rateRadps : s[AT.lastRateRadps]!;
    const drift = this.#bias.radps * dtS;
    s[AT.headingRad]! += ((last + rateRadps) / 2) * dtS - drift;
    s[AT.lastRateRadps] = rateRadps;
    const axial = ((s[AT.lastAxialRadps]! + axialRadps) / 2) * dtS - drift;
    // Until both rates are known the body's own turning is taken to be all of it.
    s[AT.axialRad] = Number.isNaN(axial) ? s[AT.headingRad]! : s[AT.axialRad]! + axial;
    s[AT.lastAxialRadps] = axialRadps;
  }

  #follow(tUs: number, dtS: number, rate: number, ux: number, uy: number, uz: number, inGait: boolean): void {
    const s = this.#s;
    const p = this.#params;
    const heading = s[AT.headingRad]!;
    if (!inGait) this.#bias.refine(dtS, heading / p.neutralTauS);
    const share = Math.min(1, dtS / (inGait ? p.gaitNeutralTauS : p.neutralTauS));
    s[AT.headingRad] = heading - heading * share;
    s[AT.axialRad]! -= s[AT.axialRad]! * share;
    this.#followUp(Math.min(1, dtS / p.tiltTauS), ux, uy, uz);
    if (this.#isIdle(heading, rate)) {
      s[AT.onsetUs] = tUs;
      s[AT.speedRadps] = 0;
    }
    s[AT.speedRadps] = Math.max(s[AT.speedRadps]!, Math.abs(rate));
  }

  /** No excursion has begun while the body is close to neutral, turns towards it or hardly turns. */
  #isIdle(heading: number, rate: number): boolean {
    const close = Math.abs(heading) < this.#params.onsetShare * this.#threshold[0];
    return close || heading * rate <= 0 || Math.abs(rate) < this.#params.onsetRateDps * RAD;
  }

  #followUp(share: number, ux: number, uy: number, uz: number): void {
    const s = this.#s;
    const first = Number.isNaN(s[AT.upX]!);
    s[AT.upX] = first ? ux : s[AT.upX]! + (ux - s[AT.upX]!) * share;
    s[AT.upY] = first ? uy : s[AT.upY]! + (uy - s[AT.upY]!) * share;
    s[AT.upZ] = first ? uz : s[AT.upZ]! + (uz - s[AT.upZ]!) * share;
  }

  #opens(context: number): boolean {
    const s = this.#s;
    const size = Math.abs(s[AT.headingRad]!);
    const threshold = this.#threshold[IS_UPRIGHT[context]! as 0 | 1]!;
    if (s[AT.mode] === NEAR) return size >= threshold;
    if (size < this.#params.closeDeg * RAD) s[AT.mode] = NEAR;
    if (size <= s[AT.lowestRad]!) this.#rebound(size);
    return size >= threshold && size - s[AT.lowestRad]! >= threshold;
  }

  /** On the way back the next excursion begins where this one ends: at the lowest heading. */
  #rebound(size: number): void {
    const s = this.#s;
    s[AT.lowestRad] = size;
    s[AT.onsetUs] = s[AT.lastUs]!;
    s[AT.speedRadps] = 0;
  }

  #open(tUs: number, ux: number, uy: number, uz: number, context: number): void {
    const s = this.#s;
    s[AT.mode] = OUT;
    s[AT.openUs] = tUs;
    s[AT.beyond10S] = 0;
    s[AT.beyond20S] = 0;
    this.#peak(tUs, ux, uy, uz, context);
  }

  #peak(tUs: number, ux: number, uy: number, uz: number, context: number): void {
    const s = this.#s;
    s[AT.peakRad] = s[AT.headingRad]!;
    s[AT.peakUs] = tUs;
    s[AT.axialAtPeakRad] = Number.isNaN(s[AT.lastAxialRadps]!) ? Number.NaN : s[AT.axialRad]!;
    s[AT.tiltAtPeakRad] = this.#tilt(ux, uy, uz);
    s[AT.contextAtPeak] = context;
  }

  /** Angle between up now and up while heading was neutral. */
  #tilt(ux: number, uy: number, uz: number): number {
    const s = this.#s;
    const size = Math.hypot(s[AT.upX]!, s[AT.upY]!, s[AT.upZ]!) * Math.hypot(ux, uy, uz);
    const cosine = (s[AT.upX]! * ux + s[AT.upY]! * uy + s[AT.upZ]! * uz) / size;
    return Math.acos(Math.max(-1, Math.min(1, cosine)));
  }

  #stayOut(
    tUs: number,
    dtS: number,
    rate: number,
    ux: number,
    uy: number,
    uz: number,
    context: number,
  ): ExcursionEnd {
    const s = this.#s;
    const size = Math.abs(s[AT.headingRad]!);
    if (size > FIRST_BEYOND_RAD) s[AT.beyond10S]! += dtS;
    if (size > SECOND_BEYOND_RAD) s[AT.beyond20S]! += dtS;
    s[AT.speedRadps] = Math.max(s[AT.speedRadps]!, Math.abs(rate));
    const sameSide = s[AT.headingRad]! * s[AT.peakRad]! > 0;
    if (sameSide && size > Math.abs(s[AT.peakRad]!)) this.#peak(tUs, ux, uy, uz, context);
    return this.#end(tUs, size, sameSide);
  }

  #end(tUs: number, size: number, sameSide: boolean): ExcursionEnd {
    const s = this.#s;
    const p = this.#params;
    const peak = Math.abs(s[AT.peakRad]!);
    if (!sameSide || size < Math.max(p.closeDeg * RAD, p.closeShare * peak)) {
      s[AT.mode] = BACK;
      s[AT.lowestRad] = size;
      return 'returned';
    }
    const outS = (tUs - s[AT.openUs]!) / US_PER_S;
    const quiet = s[AT.quietRadps]! < p.quietRateDps * RAD && size >= p.quietTurnShare * peak;
    return outS >= p.turnAfterS || (quiet && outS >= p.quietTurnAfterS) ? 'stayed' : 'none';
  }
}
