import { angleBetweenDeg, type Vec3 } from '../mounting/body-frame.ts';
import { WalkingReference } from '../mounting/walking-reference.ts';
import type { Bout, PostureSecond, PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { IMPLAUSIBLE_MPS2 } from '../signal/implausible.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { BoutBuilder } from './bouts.ts';
import { EvidenceBuilder, type EvidenceRow } from './evidence.ts';
import { POSTURE_PARAMS, type PostureParams } from './posture.params.ts';
import { isWalking } from './published-rule.ts';

export const THIGH_ALGORITHM = 'thigh-posture@1.0.2';
/**
 * Inclination of the thigh against walking from which on its wearer does not stand, degrees. Skotte et al. 2014
 * (doi:10.1123/jpah.2011-0347): 45 degrees.
 */
export const THIGH_SEATED_DEG = 45;
/** A second whose inclination is this far from the border is as good as certain, degrees. */
const SURE_DEG = 25;

/** One second of a second sensor, on the thigh. */
export interface ThighSecond {
  readonly tUs: number;
  /** Angle of the thigh to its direction while walking, 0..180 degrees; null where nothing arrived. */
  readonly inclinationDeg: number | null;
}

/**
 * Acceleration of a sensor on the thigh in, inclination per second out. It finds its own upright in the wearer's
 * walking, whichever way it is fixed; seconds before the first walk wait for it. A stage by itself, beside the one
 * of the clip on the back: {@link withThigh} joins the two.
 */
export class ThighPosture {
  readonly #params: PostureParams;
  readonly #evidence: EvidenceBuilder;
  readonly #reference: WalkingReference;
  /** Seconds before the first reference. */
  #waiting: { tUs: number; acc: Vec3 | null }[] = [];
  #seconds: ThighSecond[] = [];
  /** Of the last sample that counted; null before the first. */
  #lastUs: number | null = null;

  /** `rateHz`: nominal. */
  constructor(rateHz: number, params: PostureParams = POSTURE_PARAMS) {
    this.#params = params;
    this.#reference = new WalkingReference(params);
    this.#evidence = new EvidenceBuilder(rateHz, { news: () => {}, row: (row) => this.#onRow(row) });
  }

  /**
   * One sample: us, specific force x, y, z in m/s^2, sensor frame. As in the pipeline, one that is not finite, beyond any
   * sensor, repeated or out of order changes nothing.
   */
  push(tUs: number, acc: Float64Array): void {
    const size = Math.abs(acc[0]!) + Math.abs(acc[1]!) + Math.abs(acc[2]!);
    const isLater = Number.isFinite(tUs) && (this.#lastUs === null || tUs > this.#lastUs);
    if (!isLater || !(size < IMPLAUSIBLE_MPS2)) return;
    this.#lastUs = tUs;
    this.#evidence.push(tUs, acc, acc, Number.NaN);
  }

  /** Everything known since the last drain. */
  drain(): ThighSecond[] {
    const seconds = this.#seconds;
    this.#seconds = [];
    return seconds;
  }

  /** The end: what still waits for a walk is not known. */
  flush(): ThighSecond[] {
    this.#evidence.flush();
    for (const { tUs } of this.#waiting) this.#seconds.push({ tUs, inclinationDeg: null });
    this.#waiting = [];
    return this.drain();
  }

  snapshot(): Snapshot {
    return {
      evidence: this.#evidence.snapshot(),
      reference: this.#reference.snapshot(),
      waiting: [...this.#waiting],
      seconds: [...this.#seconds],
      lastUs: this.#lastUs,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#evidence.restore(snapshot.evidence as Snapshot);
    this.#reference.restore(snapshot.reference as Snapshot);
    this.#waiting = [...(snapshot.waiting as { tUs: number; acc: Vec3 | null }[])];
    this.#seconds = [...(snapshot.seconds as ThighSecond[])];
    this.#lastUs = snapshot.lastUs as number | null;
  }

  #onRow(row: EvidenceRow): void {
    if (row.acc && !row.lost && this.#isStep(row)) this.#reference.add(row.acc);
    this.#waiting.push({ tUs: row.tUs, acc: row.lost ? null : row.acc });
    const { up } = this.#reference;
    if (up) for (const { tUs, acc } of this.#waiting) this.#seconds.push(inclined(tUs, acc, up));
    if (up || this.#waiting.length > this.#params.backlogMaxS) this.#forget(up === null);
  }

  /** Walking by its 5 s and by itself: a second of sitting beside a walk is no step. */
  #isStep(row: EvidenceRow): boolean {
    const leastMps2 = this.#params.walkingSpreadG * STANDARD_GRAVITY_MPS2;
    return isWalking(row, this.#params) && row.sdMps2 > leastMps2;
  }

  #forget(oldestOnly: boolean): void {
    if (!oldestOnly) this.#waiting = [];
    else this.#seconds.push({ tUs: this.#waiting.shift()!.tUs, inclinationDeg: null });
  }
}

function inclined(tUs: number, acc: Vec3 | null, up: Vec3): ThighSecond {
  return { tUs, inclinationDeg: acc ? angleBetweenDeg(acc, up) : null };
}

/**
 * Posture of the clip on the back with the thigh's word on sitting against standing. Walking, running, lying and not
 * worn stay what they are, and so do what the wearer has labelled and an end at which perhaps nobody wore either of the
 * two; where else the back could not say, the thigh does.
 * Bouts follow from the seconds.
 */
export function withThigh(
  seconds: readonly PostureSecond[],
  thigh: readonly ThighSecond[],
  params: PostureParams = POSTURE_PARAMS,
): { readonly seconds: readonly PostureSecond[]; readonly bouts: readonly Bout[] } {
  const inclinations = new Map(thigh.map(({ tUs, inclinationDeg }) => [tUs, inclinationDeg]));
  const joined = seconds.map((second) => join(second, inclinations.get(second.tUs) ?? null));
  const builder = new BoutBuilder(params);
  for (const { tUs, state } of joined) builder.decided(tUs, state);
  return { seconds: joined, bouts: builder.drain(true).bouts };
}

const UNDECIDED_BY_THIGH: ReadonlySet<PostureState> = new Set(['sitting', 'standing', 'unknown']);

function join(second: PostureSecond, inclinationDeg: number | null): PostureSecond {
  if (inclinationDeg === null || second.labelId !== undefined || second.perhapsOff) return second;
  if (!UNDECIDED_BY_THIGH.has(second.state)) return second;
  const state = inclinationDeg >= THIGH_SEATED_DEG ? 'sitting' : 'standing';
  const share = Math.min(1, Math.abs(inclinationDeg - THIGH_SEATED_DEG) / SURE_DEG);
  return { ...second, state, probability: 0.5 + 0.5 * share };
}
