import type { MountingEvent, MountingSeed, MountingState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { AxesMounting } from './axes.ts';
import { angleBetweenDeg, type BodyFrame, bodyFrame, carried, unit, type Vec3 } from './body-frame.ts';
import { calibrationOf } from './calibration.ts';
import { ForwardAxis } from './forward-axis.ts';
import { GaitDirection } from './gait-direction.ts';
import type { GaitEvidence } from './gait-forward.ts';
import { MONITOR_PARAMS, type ReferenceParams, type WearParams } from './mounting.params.ts';
import { MountingMonitor, type Moved } from './mounting-monitor.ts';
import { WalkingReference } from './walking-reference.ts';
import { type Wear, WearDetector } from './wear-detector.ts';

export interface MountingOptions {
  readonly axes: AxesMounting | null;
  readonly seed: MountingSeed | null;
  readonly params: ReferenceParams & WearParams;
}

/** What mounting reads of a second. Sensor frame, m/s^2. */
export interface MountingRow {
  readonly tUs: number;
  /** Most of the second lies in a silence. */
  readonly lost: boolean;
  /** Mean acceleration over 5 s, and mean "up" of the orientation filter over the second. */
  readonly acc5: Vec3 | null;
  readonly up: Vec3 | null;
  /** Standard deviation of the acceleration's magnitude over the second. */
  readonly sdMps2: number;
}

const NO_REFERENCE = 'upright is not known yet: walk a few steps straight ahead';
const NO_FORWARD =
  'which way is forward is not known yet: walk straight ahead for a quarter of a minute, bend forward a few times, or state the axes';
const NOTHING: readonly MountingEvent[] = [];
/** Seconds this quiet tell how the wearer rests. */
const RESTING_SD_MPS2 = 0.3;

/** A forward axis that somebody vouches for, as long as the clip has not moved too far. */
interface Claim {
  readonly forward: Vec3;
  readonly source: 'axes' | 'seed';
}

/**
 * Where the body's axes point in the sensor, learned as the wearer goes along: upright from walking, forward from
 * what is stated, else from the steps, else from bends, else from sitting. Tells when the clip has moved.
 */
export class Mounting {
  readonly #seed: MountingSeed | null;
  readonly #axes: AxesMounting | null;
  readonly #reference: WalkingReference;
  readonly #monitor = new MountingMonitor();
  readonly #wear: WearDetector;
  readonly #gait = new GaitDirection();
  /** Steps since a suspicion arose: what a new mounting starts from. */
  readonly #gaitSince = new GaitDirection();
  #forward = new ForwardAxis();
  #claim: Claim | null;
  #step: GaitEvidence | null = null;
  #frame: BodyFrame | null;
  #events: MountingEvent[] = [];
  #off: MountingEvent | null = null;
  #nowUs: number | null = null;

  constructor({ axes, seed, params }: MountingOptions) {
    if (seed) checkSeed(seed);
    this.#seed = seed;
    this.#axes = axes;
    this.#claim = claimOf(axes, seed);
    this.#reference = new WalkingReference(params);
    this.#wear = new WearDetector(params);
    this.#frame = this.#currentFrame();
  }

  /** Upright and forward as known now; null before the first reference. */
  get frame(): BodyFrame | null {
    return this.#frame;
  }

  /** Seconds of walking that upright stands on. */
  get walkedS(): number {
    return this.#reference.seconds;
  }

  get state(): MountingState {
    const reference = this.#reference.up ? 'walking' : this.#seed ? 'seed' : null;
    const forward = this.#frame?.forward ? this.#forwardSource() : null;
    const reason = reference === null ? NO_REFERENCE : forward === null ? NO_FORWARD : null;
    const calibration = calibrationOf({
      reference,
      forward,
      walkedS: this.walkedS,
      stepsAgree: this.#gait.agreement,
      suspected: this.#monitor.suspects,
      wasOff: this.#monitor.wasOff,
      confirmedAtUs: this.#monitor.lastGoodUs ?? this.#seed?.calibratedAtUs ?? null,
      nowUs: this.#nowUs,
      flexionRangeDeg: this.#seed?.flexionRangeDeg ?? null,
      isBendTest: this.#seed?.source === 'bends',
    });
    return { reference, forward, reason, calibration, seed: this.#seedNow() };
  }

  /** A window of plain walking, before the second in its middle. */
  walk(evidence: GaitEvidence): void {
    this.#step = evidence;
  }

  /** Takes the next second. */
  add(row: MountingRow, isWalking: boolean): void {
    const step = this.#step;
    this.#step = null;
    this.#nowUs = row.tUs;
    if (row.lost) return;
    const isFirst = this.#reference.up === null;
    if (step && row.acc5) this.#takeStep(row.tUs, unit(row.acc5), step);
    if (isWalking && row.acc5 && !this.#monitor.suspectsUp) this.#reference.add(row.acc5);
    if (isFirst && this.#reference.up) this.#checkStated(row.tUs, this.#reference.up);
    if (row.up) this.#watchHeadDown(row.tUs, row.up);
    const up = this.#reference.up;
    if (!isWalking && up && row.up) this.#forward.add(row.up, up, row.sdMps2 < RESTING_SD_MPS2);
    this.#frame = this.#currentFrame();
  }

  /** Takes a second's mean acceleration, or null when nothing arrived. */
  wear(tUs: number, acc: Vec3 | null): Wear {
    const wear = this.#wear.next(tUs, acc);
    if (wear === 'off' && !this.#off) this.#takeOff(tUs);
    else if (wear !== 'off' && this.#off) this.#putOn(tUs);
    return wear;
  }

  /** Whether the clip is off and a second ahead of those taken does not say otherwise. */
  staysOff(acc: Vec3): boolean {
    return this.#wear.staysOff(acc);
  }

  /** "Up" points down for longer than anybody hangs: no posture can be told until a walk. */
  get isHeadDown(): boolean {
    return this.#monitor.isHeadDown;
  }

  /** What has become known about the clip moving since the last call. */
  drain(): readonly MountingEvent[] {
    const events = this.#events;
    if (events.length === 0) return NOTHING;
    this.#events = [];
    return events;
  }

  snapshot(): Snapshot {
    return {
      reference: this.#reference.snapshot(),
      monitor: this.#monitor.snapshot(),
      wear: this.#wear.snapshot(),
      gait: this.#gait.snapshot(),
      gaitSince: this.#gaitSince.snapshot(),
      forward: this.#forward.snapshot(),
      claim: this.#claim,
      step: this.#step,
      events: [...this.#events],
      off: this.#off,
      nowUs: this.#nowUs,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#reference.restore(snapshot.reference as Snapshot);
    this.#monitor.restore(snapshot.monitor as Snapshot);
    this.#wear.restore(snapshot.wear as Snapshot);
    this.#gait.restore(snapshot.gait as Snapshot);
    this.#gaitSince.restore(snapshot.gaitSince as Snapshot);
    this.#forward.restore(snapshot.forward as Snapshot);
    this.#claim = snapshot.claim as Claim | null;
    this.#step = snapshot.step as GaitEvidence | null;
    this.#events = [...(snapshot.events as MountingEvent[])];
    this.#off = snapshot.off as MountingEvent | null;
    this.#nowUs = snapshot.nowUs as number | null;
    this.#frame = this.#currentFrame();
  }

  #takeStep(tUs: number, up: Vec3, step: GaitEvidence): void {
    const moved = this.#frame && this.#monitor.walk(tUs, up, step.pull, this.#frame);
    if (moved) this.#events.push(moved.event);
    if (moved && moved.event.judgedAtUs === null) this.#gaitSince.clear();
    this.#gaitSince.add(step);
    if (!this.#monitor.suspects && this.#gait.mayTake(step, this.#frame?.forward ?? null))
      this.#gait.add(step);
    if (moved && moved.event.judgedAtUs !== null) this.#begin(moved);
  }

  #watchHeadDown(tUs: number, up: Vec3): void {
    const event = this.#frame && this.#monitor.hang(tUs, angleBetweenDeg(up, this.#frame.up));
    if (event) this.#events.push(event);
  }

  /** A new mounting begins: what the old one taught goes, a slip carries what is vouched for along. */
  #begin({ event, ups }: Moved): void {
    const old = this.#frame!.up;
    this.#reference.restart(ups);
    const up = this.#reference.up ?? old;
    const claim = event.kind === 'slip' ? this.#claim : null;
    this.#claim = claim && { ...claim, forward: carried(claim.forward, old, up) };
    this.#gait.take(this.#gaitSince);
    this.#forward = new ForwardAxis();
    this.#monitor.clear();
  }

  /** Stated axes that put "up" somewhere else altogether are not those of this mounting. */
  #checkStated(tUs: number, up: Vec3): void {
    const stated = this.#claim?.source === 'axes' ? this.#axes : null;
    const angleDeg = stated ? angleBetweenDeg(stated.up, up) : 0;
    if (angleDeg < MONITOR_PARAMS.upsideDownDeg) return;
    this.#claim = null;
    this.#events.push(eventNow('upside_down', tUs, angleDeg));
  }

  #takeOff(tUs: number): void {
    this.#off = { ...eventNow('removed', tUs, null), tUs: this.#wear.stillSinceUs ?? tUs };
    this.#events.push(this.#off);
    this.#monitor.off();
  }

  #putOn(tUs: number): void {
    this.#off = null;
    this.#events.push(eventNow('worn_again', tUs, null));
  }

  /** What a later session with the same mounting may start from; null before the first walk. */
  #seedNow(): MountingSeed | null {
    const up = this.#reference.up;
    if (!up || this.#monitor.suspects) return null;
    return {
      up,
      forward: this.#frame?.forward ?? null,
      source: this.#seedSource(),
      calibratedAtUs: this.#monitor.lastGoodUs ?? this.#nowUs,
      flexionRangeDeg: this.#seed?.flexionRangeDeg ?? null,
    };
  }

  #seedSource(): NonNullable<MountingSeed['source']> {
    if (!this.#claim) return 'walking';
    return this.#claim.source === 'axes' ? 'stated' : (this.#seed?.source ?? 'stated');
  }

  #forwardSource(): MountingState['forward'] {
    if (this.#claim) return this.#claim.source;
    const up = this.#frame?.up;
    return up && this.#gait.forward(up) ? 'walking' : (this.#forward.estimate?.source ?? null);
  }

  #currentFrame(): BodyFrame | null {
    const up = this.#reference.up ?? this.#seed?.up;
    if (!up) return null;
    const walked = this.#claim ? null : this.#gait.forward(unit(up));
    return bodyFrame(up, this.#claim?.forward ?? walked ?? this.#forward.estimate?.forward ?? null);
  }
}

function checkSeed({ up, forward }: MountingSeed): void {
  const upright = bodyFrame(up, forward);
  if (!upright.up.every(Number.isFinite)) {
    throw new RangeError(`seed.up is [${up}]: give the direction of gravity in the sensor, or no seed`);
  }
  if (forward && !upright.forward?.every(Number.isFinite)) {
    throw new RangeError(
      `seed.forward is [${forward}], which is no direction across seed.up [${up}]: give the wearer's forward in the sensor, or null`,
    );
  }
}

function claimOf(axes: AxesMounting | null, seed: MountingSeed | null): Claim | null {
  if (seed?.forward) return { forward: seed.forward, source: 'seed' };
  return axes && { forward: axes.forward, source: 'axes' };
}

function eventNow(kind: MountingEvent['kind'], tUs: number, angleDeg: number | null): MountingEvent {
  return { kind, tUs, lastGoodUs: null, angleDeg, warnedAtUs: tUs, judgedAtUs: tUs, withdrawnAtUs: null };
}
