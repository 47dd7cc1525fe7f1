import type { Snapshot } from '../pipeline/stage.ts';
import { angleBetweenDeg, type Vec3 } from './body-frame.ts';
import { DirectionRing } from './direction-ring.ts';
import { MONITOR_PARAMS as P } from './mounting.params.ts';

export interface SuspicionParams {
  readonly warnWindows: number;
  readonly judgeWindows: number;
  readonly steady: number;
}

/** What a window has changed. */
export interface Finding {
  readonly verdict: 'warned' | 'judged' | 'withdrawn';
  /** Between the mean of the latest windows and what was expected; of a withdrawn warning, what it warned of. */
  readonly angleDeg: number;
  readonly warnedAtUs: number;
  /** First window that did not agree, and last one before that did. */
  readonly sinceUs: number;
  readonly lastGoodUs: number | null;
}

/**
 * Watches directions that should stay where they are. It warns when the mean of a few lies elsewhere, judges when
 * many do and agree among themselves, and withdraws the warning when they come back.
 */
export class Suspicion {
  readonly #params: SuspicionParams;
  readonly #ring: DirectionRing;
  /** Windows since the first of those that warned; 0 without a suspicion. */
  #windows = 0;
  #warnedDeg = 0;
  /** Windows that agreed, one after the other. */
  #agreed = 0;
  #warnedAtUs: number | null = null;
  /** First window of the suspicion, and last window that agreed. */
  #sinceUs: number | null = null;
  #lastGoodUs: number | null = null;

  constructor(params: SuspicionParams) {
    this.#params = params;
    this.#ring = new DirectionRing(params.judgeWindows);
  }

  get isOpen(): boolean {
    return this.#warnedAtUs !== null;
  }

  /** Enough windows in a row have agreed to call it confirmed. */
  get isConfirmed(): boolean {
    return this.#agreed >= this.#params.warnWindows;
  }

  get lastGoodUs(): number | null {
    return this.#lastGoodUs;
  }

  /** Directions of the windows that a judgement stands on. */
  get evidence(): readonly Vec3[] {
    return this.#ring.latest(this.#params.judgeWindows);
  }

  /** The next window's unit direction, where it should point, and from what angle on it does not. */
  add(tUs: number, direction: Vec3, expected: Vec3, limitDeg: number): Finding | null {
    this.#ring.add(direction);
    this.#note(tUs, angleBetweenDeg(direction, expected) < limitDeg);
    const { warnWindows } = this.#params;
    const sum = this.#ring.sum(warnWindows);
    if (!sum) return null;
    const angleDeg = angleBetweenDeg(sum, expected);
    const isSteady = Math.hypot(...sum) >= this.#params.steady * warnWindows;
    if (this.#warnedAtUs === null) return isSteady ? this.#maybeWarn(tUs, angleDeg, limitDeg) : null;
    this.#windows++;
    if (angleDeg < limitDeg * P.withdrawShare) return this.#withdraw(tUs);
    return this.#maybeJudge(tUs, expected, limitDeg);
  }

  /** Forgets everything: what it watched is no longer what it should be. */
  clear(): void {
    this.#ring.clear();
    this.#reset();
    this.#agreed = 0;
    this.#lastGoodUs = null;
  }

  snapshot(): Snapshot {
    return {
      ring: this.#ring.snapshot(),
      counts: [this.#windows, this.#agreed, this.#warnedDeg],
      times: [this.#warnedAtUs, this.#sinceUs, this.#lastGoodUs],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#ring.restore(snapshot.ring as Snapshot);
    [this.#windows, this.#agreed, this.#warnedDeg] = snapshot.counts as [number, number, number];
    const times = snapshot.times as (number | null)[];
    [this.#warnedAtUs, this.#sinceUs, this.#lastGoodUs] = times as [
      number | null,
      number | null,
      number | null,
    ];
  }

  #note(tUs: number, agrees: boolean): void {
    this.#agreed = agrees ? this.#agreed + 1 : 0;
    if (this.#warnedAtUs !== null) return;
    if (agrees) this.#lastGoodUs = tUs;
    if (agrees) this.#sinceUs = null;
    else this.#sinceUs ??= tUs;
  }

  #maybeWarn(tUs: number, angleDeg: number, limitDeg: number): Finding | null {
    if (angleDeg < limitDeg) return null;
    this.#warnedAtUs = tUs;
    this.#sinceUs ??= tUs;
    this.#windows = this.#params.warnWindows;
    this.#warnedDeg = angleDeg;
    return this.#finding('warned', tUs, angleDeg);
  }

  #maybeJudge(tUs: number, expected: Vec3, limitDeg: number): Finding | null {
    const { judgeWindows, steady } = this.#params;
    const sum = this.#windows >= judgeWindows ? this.#ring.sum(judgeWindows) : null;
    if (!sum || Math.hypot(...sum) < steady * judgeWindows) return null;
    const angleDeg = angleBetweenDeg(sum, expected);
    return angleDeg < limitDeg ? null : this.#finding('judged', tUs, angleDeg);
  }

  #withdraw(tUs: number): Finding {
    const finding = this.#finding('withdrawn', tUs, this.#warnedDeg);
    this.#reset();
    return finding;
  }

  #finding(verdict: Finding['verdict'], tUs: number, angleDeg: number): Finding {
    const warnedAtUs = this.#warnedAtUs ?? tUs;
    return {
      verdict,
      angleDeg,
      warnedAtUs,
      sinceUs: this.#sinceUs ?? warnedAtUs,
      lastGoodUs: this.#lastGoodUs,
    };
  }

  #reset(): void {
    this.#windows = 0;
    this.#warnedAtUs = null;
    this.#sinceUs = null;
  }
}
