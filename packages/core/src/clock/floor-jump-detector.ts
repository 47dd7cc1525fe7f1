import type { Snapshot } from '../pipeline/stage.ts';
import { BeatEvidence } from './beat-evidence.ts';
import { BeatJudge } from './beat-judge.ts';
import { WindowRing } from './window-ring.ts';

/** Windows of host time; their least latency is compared with the line through the ones before. */
const WINDOW_US = 2e6;
const HISTORY_WINDOWS = 60;
const MIN_HISTORY = 10;
/** A loss is believed when this many windows in a row lie above the line. */
const CONFIRM_WINDOWS = 2;
/** So many for a step of one period where the floor is uneven: two low moments may be missed in a row by chance. */
const CONFIRM_UNEVEN_WINDOWS = 4;
/** Where the windows usually lie further from the line than this (root of the mean square), the floor is uneven. */
const UNEVEN_PERIODS = 0.12;
const UNEVEN_GAIN = 0.05;
/** Share of a sample period by which they must. */
const THRESHOLD_PERIODS = 0.55;
/** What comes less late by this much, window by window, was held back and is catching up: nothing is lost by it. */
const CATCHING_UP_US = 100e3;
/** The line is this sure beyond its last window; over a silence of minutes that is more than a period. */
const SURE_FOR_US = 10e6;
const LINE_DRIFT = 200e-6;
/** A loss that is followed by a fall within this time was a stall that outlasted the confirmation. */
const UNDO_WITHIN_US = 20e6;

/**
 * Lost samples without a counter: a stall of the radio raises the latency for a while, a loss raises its
 * floor for good, by one period per sample, because the count of samples falls behind.
 *
 * Where the connection interval is a multiple of the sample period the floor also rises by one period each
 * time the sensor's slower clock slips past a connection event: {@link BeatEvidence}, {@link BeatJudge}.
 *
 * The place of a loss is known to a few windows, its size mostly exactly.
 */
export class FloorJumpDetector {
  readonly #periodUs: number;
  readonly #evidence: BeatEvidence;
  readonly #judge = new BeatJudge();
  readonly #history = new WindowRing(HISTORY_WINDOWS);
  /** Windows that do not fit the line, not yet decided: where, their latency, and how far off in periods. */
  readonly #pendingX = new Float64Array(CONFIRM_UNEVEN_WINDOWS);
  readonly #pendingY = new Float64Array(CONFIRM_UNEVEN_WINDOWS);
  readonly #pendingOff = new Float64Array(CONFIRM_UNEVEN_WINDOWS);
  readonly #sorted = new Float64Array(CONFIRM_UNEVEN_WINDOWS);
  #pending = 0;
  #sign = 0;
  #window = -1;
  #originUs = Number.NaN;
  #minX = 0;
  #minY = 0;
  /** Mean square of the calm windows' distance from the line, in periods. */
  #uneven = 0;
  #lastInserted = 0;
  #lastInsertedUs = Number.NEGATIVE_INFINITY;
  /** Device time from which the last found loss counts. */
  sinceUs = 0;

  constructor(periodUs: number) {
    this.#periodUs = periodUs;
    this.#evidence = new BeatEvidence(periodUs);
  }

  /**
   * One notification: position of its newest sample on the sample grid and its arrival. Returns how many
   * samples are missing before it, mostly 0; negative when a loss is taken back. The caller moves the grid.
   */
  observe(devUs: number, hostUs: number): number {
    if (Number.isNaN(this.#originUs)) this.#originUs = hostUs - devUs;
    const y = hostUs - devUs - this.#originUs;
    const window = Math.floor(hostUs / WINDOW_US);
    if (window === this.#window) {
      this.#evidence.add(y, hostUs);
      if (y < this.#minY) this.#minimum(devUs, y);
      return 0;
    }
    const lost = this.#window < 0 ? 0 : this.#closeWindow(hostUs);
    const shiftUs = lost * this.#periodUs;
    this.#window = window;
    this.#minimum(devUs + shiftUs, y - shiftUs);
    this.#evidence.open(y - shiftUs, hostUs);
    return lost;
  }

  #minimum(x: number, y: number): void {
    this.#minX = x;
    this.#minY = y;
  }

  #closeWindow(hostUs: number): number {
    if (this.#history.count < MIN_HISTORY) {
      this.#history.add(this.#minX, this.#minY);
      return 0;
    }
    const off = this.#periodsOff();
    const sign = Math.abs(off) > THRESHOLD_PERIODS + this.#unsure() ? Math.sign(off) : 0;
    if (sign === 0 || sign !== this.#sign || this.#isCatchingUp(off)) this.#pending = 0;
    this.#sign = sign;
    if (sign === 0) return this.#calmWindow(off, hostUs);
    this.#pend(off);
    return this.#isConfirmed ? this.#decide(hostUs) : 0;
  }

  /** By how many periods the line may be wrong where it has not been seen for long. */
  #unsure(): number {
    const beyondUs = this.#minX - this.#history.lastX;
    return beyondUs > SURE_FOR_US ? (LINE_DRIFT * beyondUs) / this.#periodUs : 0;
  }

  #isCatchingUp(off: number): boolean {
    const before = this.#pending > 0 ? this.#pendingOff[this.#pending - 1]! : Number.NEGATIVE_INFINITY;
    return (before - off) * this.#periodUs > CATCHING_UP_US;
  }

  /** Also the moment at which a step that turned out to be a loss is named. */
  #calmWindow(off: number, hostUs: number): number {
    this.#uneven += (off * off - this.#uneven) * UNEVEN_GAIN;
    this.#evidence.calm();
    this.#history.add(this.#minX, this.#minY);
    const late = this.#judge.expired(hostUs);
    if (late > 0) this.#found(late, hostUs);
    return late;
  }

  #pend(off: number): void {
    this.#pendingX[this.#pending] = this.#minX;
    this.#pendingY[this.#pending] = this.#minY;
    this.#pendingOff[this.#pending] = off;
    this.#pending++;
  }

  get #isConfirmed(): boolean {
    const one = Math.abs(this.#step()) === 1;
    const uneven = this.#uneven > UNEVEN_PERIODS ** 2;
    return this.#pending >= (one && uneven ? CONFIRM_UNEVEN_WINDOWS : CONFIRM_WINDOWS);
  }

  /** In whole periods: what the lower half of the waiting windows agrees on, since a stall only ever adds. */
  #step(): number {
    const sorted = this.#sorted.subarray(0, this.#pending);
    for (let i = 0; i < this.#pending; i++) sorted[i] = Math.abs(this.#pendingOff[i]!);
    sorted.sort();
    return this.#sign * Math.round(sorted[(this.#pending - 1) >> 1]!);
  }

  #decide(hostUs: number): number {
    const steps = this.#step();
    const lost = steps > 0 ? this.#insertion(steps, hostUs) : this.#removal(steps, hostUs);
    this.sinceUs = this.#pendingX[0]!;
    // What is no loss is a step of the floor itself: the windows before it move along.
    if (lost !== steps) this.#history.raise((steps - lost) * this.#periodUs);
    this.#remember(steps, lost * this.#periodUs);
    this.#pending = 0;
    return lost;
  }

  /** The windows of the step join the others; one of yet another step does not. */
  #remember(steps: number, shiftUs: number): void {
    for (let i = 0; i < this.#pending; i++) {
      if (Math.abs(this.#pendingOff[i]! - steps) > THRESHOLD_PERIODS) continue;
      this.#history.add(this.#pendingX[i]! + shiftUs, this.#pendingY[i]! - shiftUs);
    }
  }

  #insertion(steps: number, hostUs: number): number {
    const lost = steps > 1 ? steps : this.#single(hostUs);
    if (lost > 0) this.#found(lost, hostUs);
    return lost;
  }

  #single(hostUs: number): number {
    if (!this.#evidence.inStep) return 1;
    if (!this.#evidence.announced) return this.#judge.step(hostUs);
    this.#judge.beat(hostUs, this.#evidence.returns);
    return 0;
  }

  #found(lost: number, hostUs: number): void {
    this.#lastInserted = lost;
    this.#lastInsertedUs = hostUs;
  }

  #removal(steps: number, hostUs: number): number {
    if (hostUs - this.#lastInsertedUs > UNDO_WITHIN_US) return 0;
    if (steps !== -this.#lastInserted) return 0;
    this.#lastInsertedUs = Number.NEGATIVE_INFINITY;
    return steps;
  }

  /** How far the window is above the line, in periods as the host counts them: minutes of them at 7000 ppm tell. */
  #periodsOff(): number {
    const { meanX, meanY, sxx, sxy } = this.#history.moments();
    const slope = sxx > 0 ? sxy / sxx : 0;
    const expectedUs = meanY + slope * (this.#minX - meanX);
    return (this.#minY - expectedUs) / (this.#periodUs * (1 + slope));
  }

  snapshot(): Snapshot {
    return {
      origin: Number.isNaN(this.#originUs) ? null : this.#originUs,
      history: this.#history.snapshot(),
      pending: [this.#pending, this.#sign, ...this.#pendingX, ...this.#pendingY, ...this.#pendingOff],
      window: [this.#window, this.#minX, this.#minY, this.#uneven],
      evidence: this.#evidence.snapshot(),
      judge: this.#judge.snapshot(),
      inserted: [this.#lastInserted, Number.isFinite(this.#lastInsertedUs) ? this.#lastInsertedUs : null],
      sinceUs: this.sinceUs,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#originUs = (snapshot.origin as number | null) ?? Number.NaN;
    this.#history.restore(snapshot.history as Snapshot);
    const [pending, sign, ...columns] = snapshot.pending as number[];
    this.#pending = pending!;
    this.#sign = sign!;
    const column = (i: number): number[] =>
      columns.slice(i * CONFIRM_UNEVEN_WINDOWS, (i + 1) * CONFIRM_UNEVEN_WINDOWS);
    this.#pendingX.set(column(0));
    this.#pendingY.set(column(1));
    this.#pendingOff.set(column(2));
    [this.#window, this.#minX, this.#minY, this.#uneven] = snapshot.window as [
      number,
      number,
      number,
      number,
    ];
    this.#evidence.restore(snapshot.evidence as Snapshot);
    this.#judge.restore(snapshot.judge as Snapshot);
    const [inserted, atUs] = snapshot.inserted as [number, number | null];
    this.#lastInserted = inserted;
    this.#lastInsertedUs = atUs ?? Number.NEGATIVE_INFINITY;
    this.sinceUs = snapshot.sinceUs as number;
  }
}
