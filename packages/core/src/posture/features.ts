import { type BodyFrame, flexionDeg, sideBendDeg, tiltDeg } from '../mounting/body-frame.ts';
import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { LONGEST_SILENCE_S } from './door.ts';
import type { EvidenceRow } from './evidence.ts';
import { DOOR_FEATURES, SITTING_FEATURES, WALKING_FEATURES } from './feature-names.ts';
import { History } from './history.ts';
import type { Lean } from './lean-tracker.ts';
import { PitchHistogram } from './pitch-histogram.ts';
import type { PostureParams } from './posture.params.ts';
import { isSoftWalking, isWalking } from './published-rule.ts';
import { SilenceRate } from './silence-rate.ts';
import type { StepEvidence } from './step-evidence.ts';

/** Seconds of the future that the features of a second look at. */
export const FEATURE_LOOKAHEAD_S = 4;
const HISTORY_S = 80;
const HALF = 0.5;
const NEVER_S = 300;
const NO_LEAN = -1;
/** Steeper seconds than this say nothing about how the wearer stands or sits, degrees. */
const UPRIGHT_ENOUGH_DEG = 60;
const STANDING_ENOUGH_DEG = 45;
/** Whoever stops walking stands: these seconds after it and this many before it teach the standing pitch. */
const STANDING_AFTER_S = [2, 5] as const;
const STANDING_BEFORE_S = 3;
const STANDING_MEMORY_S = 100;
const WALKING_MEMORY_S = 20;
/** The pitch that later ones are compared with is taken so many seconds after walking ended. */
const PITCH_AT_REST_S = 3;
/** A moment is a door when it is the fastest of two seconds to either side and at least so fast, m/s. */
const DOOR_MPS = 0.1;
const DOOR_RIVALS_S = 2;
/** Close to a silence the moments are those of the silence. */
const SILENCE_RIVALS_S = 4;

/** How a second may be a door. */
export type DoorKind = 'none' | 'moment' | 'silence' | 'long_silence';

/** Names of the running values, see `#running`. */
const SINCE = 0;
const REST_PITCH = 1;
const STAND_PITCH = 2;
const STAND_COUNT = 3;
const WALK_PITCH = 4;
const WALK_COUNT = 5;
const SPREAD_60 = 6;
const SPREAD_300 = 7;
const PITCH_MEAN_180 = 8;
const PITCH_SQUARE_180 = 9;
const SECONDS = 10;
const RUNNING = 11;

/** Evidence in the body frame in, features of the second `FEATURE_LOOKAHEAD_S` before out. */
export class PostureFeatures {
  readonly sitting = new Float64Array(SITTING_FEATURES.length);
  readonly walking = new Float64Array(WALKING_FEATURES.length);
  readonly door = new Float64Array(DOOR_FEATURES.length);
  doorKind: DoorKind = 'none';
  /** Fastest vertical velocity of the described second, m/s, up positive. */
  get peakMps(): number {
    return this.#h.peak.at(this.#running[SECONDS]! - 1 - FEATURE_LOOKAHEAD_S);
  }
  /** How far the trunk leaned out and back around that moment; null without a gyroscope. */
  get lean(): Lean | null {
    const i = this.#running[SECONDS]! - 1 - FEATURE_LOOKAHEAD_S;
    const deg = this.#h.leanDeg.at(i);
    if (deg === NO_LEAN) return null;
    return { deg, durationS: this.#h.leanS.at(i), stepDeg: this.#h.leanStep.at(i) };
  }
  /** What the odds of a change in a silence are multiplied with, see {@link SilenceRate}. */
  get silenceTrust(): number {
    const i = this.#running[SECONDS]! - 1 - FEATURE_LOOKAHEAD_S;
    return this.#silences.trust(this.#h.silence.at(i));
  }
  readonly #params: PostureParams;
  readonly #everyDoor: boolean;
  readonly #h = {
    pitch: new History(HISTORY_S),
    side: new History(HISTORY_S),
    tilt: new History(HISTORY_S),
    spread: new History(HISTORY_S),
    firstHalf: new History(HISTORY_S),
    secondHalf: new History(HISTORY_S),
    across: new History(HISTORY_S),
    jerk: new History(HISTORY_S),
    steps: new History(HISTORY_S),
    step: new History(HISTORY_S),
    stride: new History(HISTORY_S),
    isWalking: new History(HISTORY_S),
    isLost: new History(HISTORY_S),
    silence: new History(HISTORY_S),
    before: new History(HISTORY_S),
    after: new History(HISTORY_S),
    peak: new History(HISTORY_S),
    leanDeg: new History(HISTORY_S),
    leanS: new History(HISTORY_S),
    leanStep: new History(HISTORY_S),
  };
  readonly #histogram = new PitchHistogram();
  readonly #silences = new SilenceRate();
  readonly #running = new Float64Array(RUNNING);

  /** `everyDoor` describes each second as a door, for training. */
  constructor(params: PostureParams, everyDoor = false) {
    this.#params = params;
    this.#everyDoor = everyDoor;
    this.#running[SINCE] = NEVER_S;
  }

  /** Takes the next second; true when the features now describe the one `FEATURE_LOOKAHEAD_S` before it. */
  push(row: EvidenceRow, frame: BodyFrame): boolean {
    const n = this.#running[SECONDS]!;
    this.#record(n, row, frame);
    this.#running[SECONDS] = n + 1;
    const i = n - FEATURE_LOOKAHEAD_S;
    if (i < 0) return false;
    this.#follow(i);
    this.#describeSitting(i);
    this.#describeWalking(i);
    this.#describeDoor(i);
    return true;
  }

  snapshot(): Snapshot {
    const histories = Object.entries(this.#h).map(([name, history]) => [name, history.encode()]);
    return {
      histories: Object.fromEntries(histories) as Snapshot,
      histogram: this.#histogram.snapshot(),
      silences: this.#silences.snapshot(),
      running: encodeNumbers(this.#running),
    };
  }

  restore(snapshot: Snapshot): void {
    const histories = snapshot.histories as Snapshot;
    for (const [name, history] of Object.entries(this.#h))
      history.decode(histories[name], `features.${name}`);
    this.#histogram.restore(snapshot.histogram as Snapshot);
    this.#silences.restore(snapshot.silences as Snapshot);
    decodeNumbers(snapshot.running, this.#running, 'features.running');
  }

  #record(i: number, row: EvidenceRow, frame: BodyFrame): void {
    const h = this.#h;
    const { acc, door } = row;
    const lost = row.lost || !acc;
    h.pitch.set(i, acc ? -flexionDeg(frame, acc[0], acc[1], acc[2]) : h.pitch.at(i - 1));
    h.side.set(i, acc ? sideBendDeg(frame, acc[0], acc[1], acc[2]) : h.side.at(i - 1));
    h.tilt.set(i, acc ? tiltDeg(frame, acc[0], acc[1], acc[2]) : h.tilt.at(i - 1));
    h.spread.set(i, row.sdMps2 / STANDARD_GRAVITY_MPS2);
    this.#recordSteps(i, row.steps);
    const walks = isWalking(row, this.#params) || isSoftWalking(row, this.#params);
    h.isWalking.set(i, !lost && walks ? 1 : 0);
    h.isLost.set(i, lost ? 1 : 0);
    h.silence.set(i, door.silenceS);
    this.#silences.add(door.silenceS);
    h.before.set(i, door.beforeMps);
    h.after.set(i, door.afterMps);
    h.peak.set(i, door.peakMps);
    h.leanDeg.set(i, row.lean?.deg ?? NO_LEAN);
    h.leanS.set(i, row.lean?.durationS ?? 0);
    h.leanStep.set(i, row.lean?.stepDeg ?? 0);
  }

  #recordSteps(i: number, steps: StepEvidence): void {
    const h = this.#h;
    h.firstHalf.set(i, steps.firstHalfMps2 / STANDARD_GRAVITY_MPS2);
    h.secondHalf.set(i, steps.secondHalfMps2 / STANDARD_GRAVITY_MPS2);
    h.across.set(i, steps.acrossMps2 / STANDARD_GRAVITY_MPS2);
    h.jerk.set(i, steps.jerkMps2 / STANDARD_GRAVITY_MPS2);
    h.steps.set(i, steps.steps);
    h.step.set(i, steps.stepRegularity);
    h.stride.set(i, steps.strideRegularity);
  }

  /** Moves the running values to second `i`. */
  #follow(i: number): void {
    const h = this.#h;
    const r = this.#running;
    this.#average(i);
    if (h.isLost.at(i) === 1) return;
    if (h.isWalking.at(i) === 1) {
      if (r[SINCE]! > 0) for (let k = i - STANDING_BEFORE_S; k < i; k++) this.#learnStanding(k);
      r[WALK_COUNT] = r[WALK_COUNT]! + 1;
      const share = 1 / Math.min(WALKING_MEMORY_S, r[WALK_COUNT]!);
      r[WALK_PITCH] = r[WALK_PITCH]! + (h.pitch.at(i) - r[WALK_PITCH]!) * share;
      r[SINCE] = 0;
      return;
    }
    const since = Math.min(NEVER_S, r[SINCE]! + 1);
    r[SINCE] = since;
    if (since === PITCH_AT_REST_S) r[REST_PITCH] = h.pitch.at(i);
    if (since >= STANDING_AFTER_S[0] && since <= STANDING_AFTER_S[1]) this.#learnStanding(i);
    if (h.tilt.at(i) < UPRIGHT_ENOUGH_DEG) this.#histogram.add(h.pitch.at(i));
  }

  #average(i: number): void {
    const r = this.#running;
    const towards = (at: number, value: number, seconds: number) => {
      r[at] = r[at]! + (value - r[at]!) / Math.min(seconds, i + 1);
    };
    const ahead = i + FEATURE_LOOKAHEAD_S;
    const pitch = this.#h.pitch.at(ahead);
    towards(SPREAD_60, this.#h.spread.at(ahead), 60);
    towards(SPREAD_300, this.#h.spread.at(ahead), 300);
    towards(PITCH_MEAN_180, pitch, 180);
    towards(PITCH_SQUARE_180, pitch * pitch, 180);
  }

  #learnStanding(i: number): void {
    const h = this.#h;
    if (i < 0 || h.tilt.at(i) > STANDING_ENOUGH_DEG || h.isLost.at(i) === 1) return;
    const r = this.#running;
    r[STAND_COUNT] = r[STAND_COUNT]! + 1;
    const share = 1 / Math.min(STANDING_MEMORY_S, r[STAND_COUNT]!);
    r[STAND_PITCH] = r[STAND_PITCH]! + (h.pitch.at(i) - r[STAND_PITCH]!) * share;
  }

  #describeSitting(i: number): void {
    const { pitch, side, spread } = this.#h;
    const r = this.#running;
    const ahead = i + FEATURE_LOOKAHEAD_S;
    const from10 = Math.max(0, i - 10);
    const now = pitch.at(i);
    const median = pitch.median(from10, ahead);
    const low = this.#histogram.quantile(0.05);
    const high = this.#histogram.quantile(0.95);
    const variance = r[PITCH_SQUARE_180]! - r[PITCH_MEAN_180]! ** 2;
    const values: Record<(typeof SITTING_FEATURES)[number], number> = {
      'pitch less standing': now - r[STAND_PITCH]!,
      'median pitch less standing': median - r[STAND_PITCH]!,
      'pitch less walking': now - r[WALK_PITCH]!,
      'median pitch less walking': median - r[WALK_PITCH]!,
      spread: spread.at(i),
      'spread 10 s': spread.mean(from10, ahead),
      'spread 60 s': r[SPREAD_60]!,
      'spread 300 s': r[SPREAD_300]!,
      'spread ahead': spread.mean(i + 1, ahead),
      'pitch jitter 30 s': pitch.jitter(Math.max(0, i - 30), ahead),
      'pitch deviation 180 s': Math.sqrt(Math.max(0, variance)),
      'side deviation 10 s': side.deviation(from10, ahead),
      'least spread 30 s': spread.min(Math.max(0, i - 30), ahead),
      'pitch rank': this.#histogram.rank(now),
      'pitch less 5th percentile': now - low,
      'pitch less 95th percentile': now - high,
      'pitch range': high - low,
      'median pitch': median,
      'side bend, either way': Math.abs(side.at(i)),
      'time since walking': r[SINCE]!,
      'pitch since walking': now - r[REST_PITCH]!,
    };
    fill(this.sitting, SITTING_FEATURES, values);
  }

  #describeWalking(i: number): void {
    const h = this.#h;
    const values: Record<(typeof WALKING_FEATURES)[number], number> = {
      tilt: h.tilt.at(i),
      spread: h.spread.at(i),
      'spread before': h.spread.at(i - 1),
      'spread after': h.spread.at(i + 1),
      'first half': h.firstHalf.at(i),
      'second half': h.secondHalf.at(i),
      'half before': h.secondHalf.at(i - 1),
      'half after': h.firstHalf.at(i + 1),
      across: h.across.at(i),
      'across before': h.across.at(i - 1),
      'across after': h.across.at(i + 1),
      'jerk 3 s': h.jerk.at(i),
      steps: h.steps.at(i),
      'steps 3 s': h.steps.at(i - 1) + h.steps.at(i) + h.steps.at(i + 1),
      'step regularity 3 s': h.step.at(i),
      'stride regularity 3 s': h.stride.at(i),
    };
    fill(this.walking, WALKING_FEATURES, values);
  }

  #describeDoor(i: number): void {
    const h = this.#h;
    this.doorKind = this.#kindOfDoor(i);
    if (this.doorKind === 'none' && !this.#everyDoor) return;
    const ahead = i + FEATURE_LOOKAHEAD_S;
    const edge = this.#edgeBefore(i);
    const from = Math.max(0, edge - 8);
    const to = Math.max(0, edge - 3);
    const pitchBefore = h.pitch.median(from, to);
    const pitchAfter = h.pitch.median(i + 2, ahead);
    const values: Record<(typeof DOOR_FEATURES)[number], number> = {
      'velocity before': h.before.at(i),
      'velocity after': h.after.at(i),
      'pitch before': pitchBefore,
      'lean before': h.pitch.at(edge) - pitchBefore,
      'lean after': h.pitch.at(i) - pitchAfter,
      'pitch after': pitchAfter,
      'pitch step': pitchAfter - pitchBefore,
      'spread before': h.spread.mean(from, to),
      'spread after': h.spread.mean(i + 2, ahead),
      'walking before': h.isWalking.mean(from, edge),
      'walking after': h.isWalking.mean(i + 1, ahead),
    };
    fill(this.door, DOOR_FEATURES, values);
  }

  #kindOfDoor(i: number): DoorKind {
    const silenceS = this.#h.silence.at(i);
    if (this.#isMoment(i) && !this.#isBesideSilence(i)) return 'moment';
    if (silenceS >= LONGEST_SILENCE_S) return 'long_silence';
    return silenceS > 0 ? 'silence' : 'none';
  }

  /** The fastest of the seconds around it, and fast enough. */
  #isMoment(i: number): boolean {
    const { peak } = this.#h;
    const size = Math.abs(peak.at(i));
    if (size < DOOR_MPS) return false;
    for (let k = i - DOOR_RIVALS_S; k <= i + DOOR_RIVALS_S; k++)
      if (Math.abs(peak.at(k)) > size) return false;
    return true;
  }

  /** Of a silence that says more than the moments around it. */
  #isBesideSilence(i: number): boolean {
    for (let k = i - SILENCE_RIVALS_S; k <= i + SILENCE_RIVALS_S; k++) {
      const silenceS = this.#h.silence.at(k);
      if (silenceS > 0 && this.#silences.trust(silenceS) > HALF) return true;
    }
    return false;
  }

  /** The last second with data before second `i`, or before the silence that ends in it. */
  #edgeBefore(i: number): number {
    const { silence, isLost } = this.#h;
    let edge = i - Math.max(1, Math.floor(silence.at(i)));
    while (edge > 0 && i - edge < HISTORY_S - SILENCE_RIVALS_S * 4 && isLost.at(edge) === 1) edge--;
    return Math.max(0, edge);
  }
}

function fill<Name extends string>(
  out: Float64Array,
  names: readonly Name[],
  values: Readonly<Record<Name, number>>,
): void {
  for (let k = 0; k < names.length; k++) out[k] = values[names[k]!];
}
