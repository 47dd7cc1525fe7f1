import type { MountingEvent, MountingEventKind } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { type BodyFrame, dot, unit, type Vec3 } from './body-frame.ts';
import { DirectionRing } from './direction-ring.ts';
import { GAIT_FORWARD_PARAMS } from './gait-forward.params.ts';
import { MONITOR_PARAMS as P } from './mounting.params.ts';
import { type Finding, Suspicion } from './suspicion.ts';

const US_PER_S = 1e6;

/** What a window of walking has brought to light. */
export interface Moved {
  readonly event: MountingEvent;
  /** Directions of "up" in the new mounting, for a new reference. */
  readonly ups: readonly Vec3[];
}

/**
 * Tells a clip that moved from a wearer who moved: while somebody walks straight on, "up" and the way of the steps
 * stay where they are in the sensor. Passive evidence warns first and judges only when it lasts.
 */
export class MountingMonitor {
  readonly #up = new Suspicion(P);
  readonly #ahead = new Suspicion({
    warnWindows: P.turnWarnWindows,
    judgeWindows: P.turnJudgeWindows,
    steady: P.turnSteady,
  });
  /** "Up" of the last windows, whatever they say. */
  readonly #ups = new DirectionRing(P.judgeWindows);
  /** Seconds of "up" pointing down, one after the other, and the warning that they gave. */
  #headDownS = 0;
  #headDown: MountingEvent | null = null;
  /** The clip was off since the last agreeing walk. */
  #wasOff = false;

  /** A suspicion about "up" is open: the reference must not follow what it suspects. */
  get suspectsUp(): boolean {
    return this.#up.isOpen;
  }

  get suspects(): boolean {
    return this.suspectsUp || this.#ahead.isOpen || this.isHeadDown;
  }

  get isHeadDown(): boolean {
    return this.#headDown !== null;
  }

  get wasOff(): boolean {
    return this.#wasOff;
  }

  get lastGoodUs(): number | null {
    return this.#up.lastGoodUs;
  }

  /** The clip lay still somewhere: it may come back otherwise. */
  off(): void {
    this.#wasOff = true;
  }

  /** A window of plain walking: its "up" and the direction of its pull. Null: nothing new. */
  walk(tUs: number, up: Vec3, pull: Vec3, frame: BodyFrame): Moved | null {
    this.#ups.add(up);
    const limitDeg = this.#wasOff ? P.slipAfterOffDeg : P.slipDeg;
    if (this.#isOnTheWay(up, pull, frame)) {
      const finding = this.#up.add(tUs, up, frame.up, limitDeg);
      if (finding) return moved(finding, tUs, kindOfTilt(finding.angleDeg), this.#up.evidence);
      if (this.#up.isConfirmed) this.#wasOff = false;
    }
    return this.suspectsUp || !frame.forward ? null : this.#turn(tUs, pull, frame, frame.forward);
  }

  /** A second's tilt against the reference: warns when nobody can hang so, withdraws when it is over. */
  hang(tUs: number, tiltDeg: number): MountingEvent | null {
    const isDown = tiltDeg >= P.headDownDeg;
    this.#headDownS = isDown ? this.#headDownS + 1 : 0;
    if (tiltDeg < P.headUpDeg && this.#headDown) {
      const withdrawn = { ...this.#headDown, withdrawnAtUs: tUs };
      this.#headDown = null;
      return withdrawn;
    }
    if (this.#headDown || this.#headDownS < P.headDownS) return null;
    this.#headDown = {
      kind: 'upside_down',
      tUs: tUs - (P.headDownS - 1) * US_PER_S,
      lastGoodUs: this.#up.lastGoodUs,
      angleDeg: null,
      warnedAtUs: tUs,
      judgedAtUs: null,
      withdrawnAtUs: null,
    };
    return this.#headDown;
  }

  /** What was watched has changed on purpose or by judgement. */
  clear(): void {
    this.#up.clear();
    this.#ahead.clear();
    this.#headDownS = 0;
    this.#headDown = null;
  }

  snapshot(): Snapshot {
    return {
      up: this.#up.snapshot(),
      ups: this.#ups.snapshot(),
      ahead: this.#ahead.snapshot(),
      wasOff: this.#wasOff,
      headDown: [this.#headDownS, this.#headDown],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#up.restore(snapshot.up as Snapshot);
    this.#ups.restore(snapshot.ups as Snapshot);
    this.#ahead.restore(snapshot.ahead as Snapshot);
    this.#wasOff = snapshot.wasOff === true;
    [this.#headDownS, this.#headDown] = snapshot.headDown as [number, MountingEvent | null];
  }

  /** Whoever leans on handlebars pedals the other way; only a clip put on otherwise reverses both. */
  #isOnTheWay(up: Vec3, pull: Vec3, { up: reference, forward }: BodyFrame): boolean {
    if (!forward || dot(up, ...reference) < Math.cos((P.upsideDownDeg * Math.PI) / 180)) return true;
    return dot(forward, ...pull) > 0;
  }

  #turn(tUs: number, pull: Vec3, { up }: BodyFrame, forward: Vec3): Moved | null {
    const along = dot(up, ...pull);
    const level: Vec3 = [pull[0] - along * up[0], pull[1] - along * up[1], pull[2] - along * up[2]];
    if (Math.hypot(...level) < GAIT_FORWARD_PARAMS.clearPull) return null;
    const finding = this.#ahead.add(tUs, unit(level), forward, P.turnDeg);
    return finding && moved(finding, tUs, kindOfTurn(finding.angleDeg), this.#ups.latest(P.judgeWindows));
  }
}

function moved(finding: Finding, tUs: number, kind: MountingEventKind, ups: readonly Vec3[]): Moved {
  const { verdict, angleDeg, warnedAtUs, sinceUs, lastGoodUs } = finding;
  const judgedAtUs = verdict === 'judged' ? tUs : null;
  const withdrawnAtUs = verdict === 'withdrawn' ? tUs : null;
  return { event: { kind, tUs: sinceUs, lastGoodUs, angleDeg, warnedAtUs, judgedAtUs, withdrawnAtUs }, ups };
}

function kindOfTilt(angleDeg: number): MountingEventKind {
  return angleDeg < P.upsideDownDeg ? 'slip' : 'upside_down';
}

function kindOfTurn(angleDeg: number): MountingEventKind {
  return angleDeg < P.insideOutDeg ? 'turned' : 'inside_out';
}
