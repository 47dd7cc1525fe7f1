import type { Snapshot } from '../pipeline/stage.ts';
import { BeatJudge } from './beat-judge.ts';
import { WindowRing } from './window-ring.ts';

/** Windows of host time; their least latency is compared with the line through the ones before. */
const WINDOW_US = 2e6;
const HISTORY_WINDOWS = 60;
const MIN_HISTORY = 10;
/** A loss is believed when this many windows in a row lie above the line. */
const CONFIRM_WINDOWS = 2;
/** Share of a sample period by which they must. */
const THRESHOLD_PERIODS = 0.55;
/** A loss that is followed by a fall within this time was a stall that outlasted the confirmation. */
const UNDO_WITHIN_US = 20e6;
/** Share of notifications in a window that come at least half a period above its floor. */
const HIGH_PERIODS = 0.5;
/** Forgetting of that share, per window: now, and as it usually is. */
const SHARE_GAIN = 0.3;
const USUAL_SHARE_GAIN = 0.01;
/** Above the usual share by this much: a beat is passing. */
const BEAT_SHARE = 0.12;
/**
 * Share of notifications that come at least this far above the floor. Where there are more, the sensor and
 * the connection events are not in step, and a beat cannot move the floor by a whole period.
 */
const SPREAD_PERIODS = 0.2;
const IN_STEP_SPREAD = 0.3;

/**
 * Lost samples without a counter: a stall of the radio raises the latency for a while, a loss raises its
 * floor for good, by one period per sample, because the count of samples falls behind.
 *
 * Where the connection interval is a multiple of the sample period the floor also rises by one period each
 * time the sensor's slower clock slips past a connection event. Such a beat announces itself: the sensor's
 * jitter lets a growing share of notifications miss their event for many seconds before. A loss does not.
 *
 * The place of a loss is known to two windows, its size mostly exactly.
 */
export class FloorJumpDetector {
  readonly #periodUs: number;
  readonly #judge = new BeatJudge();
  readonly #history = new WindowRing(HISTORY_WINDOWS);
  readonly #pendingX = new Float64Array(CONFIRM_WINDOWS);
  readonly #pendingY = new Float64Array(CONFIRM_WINDOWS);
  #pending = 0;
  #sign = 0;
  #window = -1;
  #originUs = Number.NaN;
  #minX = 0;
  #minY = 0;
  #seen = 0;
  #high = 0;
  #spread = 0;
  /** Share of late notifications in the windows before, the newest two left out. */
  #share = 0;
  #newestShare = 0;
  #usualShare = Number.NaN;
  #usualSpread = 0;
  #lastInserted = 0;
  #lastInsertedUs = Number.NEGATIVE_INFINITY;
  /** Device time from which the last found loss counts. */
  sinceUs = 0;

  constructor(periodUs: number) {
    this.#periodUs = periodUs;
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
      this.#gather(devUs, y);
      return 0;
    }
    const lost = this.#window < 0 ? 0 : this.#closeWindow(hostUs);
    this.#window = window;
    this.#minX = devUs + lost * this.#periodUs;
    this.#minY = y - lost * this.#periodUs;
    this.#seen = 1;
    this.#high = 0;
    this.#spread = 0;
    return lost;
  }

  #gather(x: number, y: number): void {
    this.#seen++;
    const above = (y - this.#minY) / this.#periodUs;
    if (above < 0) {
      // What came before lies that much above the new floor.
      if (above < -HIGH_PERIODS) this.#high = this.#seen - 1;
      if (above < -SPREAD_PERIODS) this.#spread = this.#seen - 1;
      this.#minX = x;
      this.#minY = y;
    }
    if (above > HIGH_PERIODS) this.#high++;
    if (above > SPREAD_PERIODS) this.#spread++;
  }

  #closeWindow(hostUs: number): number {
    if (this.#history.count < MIN_HISTORY) {
      this.#history.add(this.#minX, this.#minY);
      return 0;
    }
    const excess = this.#minY - this.#expected(this.#minX);
    const sign = Math.abs(excess) > THRESHOLD_PERIODS * this.#periodUs ? Math.sign(excess) : 0;
    if (sign === 0 || sign !== this.#sign) this.#pending = 0;
    this.#sign = sign;
    if (sign === 0) return this.#calmWindow(hostUs);
    this.#pend();
    return this.#pending === CONFIRM_WINDOWS ? this.#decide(sign, hostUs) : 0;
  }

  /** Also the moment at which a step that turned out to be a loss is named. */
  #calmWindow(hostUs: number): number {
    const spread = this.#spread / this.#seen;
    if (Number.isNaN(this.#usualShare)) {
      this.#usualShare = this.#newestShare;
      this.#usualSpread = spread;
    }
    this.#usualSpread += (spread - this.#usualSpread) * USUAL_SHARE_GAIN;
    this.#history.add(this.#minX, this.#minY);
    this.#share += (this.#newestShare - this.#share) * SHARE_GAIN;
    this.#usualShare += (this.#newestShare - this.#usualShare) * USUAL_SHARE_GAIN;
    this.#newestShare = this.#high / this.#seen;
    const late = this.#judge.expired(hostUs);
    if (late > 0) this.#found(late, hostUs);
    return late;
  }

  #pend(): void {
    this.#pendingX[this.#pending] = this.#minX;
    this.#pendingY[this.#pending] = this.#minY;
    this.#pending++;
  }

  #decide(sign: number, hostUs: number): number {
    const steps = sign * Math.round(this.#leastExcess() / this.#periodUs);
    const lost = steps > 0 ? this.#insertion(steps, hostUs) : this.#removal(steps, hostUs);
    this.sinceUs = this.#pendingX[0]!;
    // What is no loss is a step of the floor itself: the windows before it move along.
    if (lost === 0) this.#history.raise(steps * this.#periodUs);
    else if (lost !== steps) this.#history.raise((steps - lost) * this.#periodUs);
    const shift = lost * this.#periodUs;
    for (let i = 0; i < CONFIRM_WINDOWS; i++) {
      this.#history.add(this.#pendingX[i]! + shift, this.#pendingY[i]! - shift);
    }
    this.#pending = 0;
    return lost;
  }

  #insertion(steps: number, hostUs: number): number {
    const lost = steps > 1 ? steps : this.#single(hostUs);
    if (lost > 0) this.#found(lost, hostUs);
    return lost;
  }

  #single(hostUs: number): number {
    if (this.#share > this.#usualShare + BEAT_SHARE) return 0;
    return this.#usualSpread > IN_STEP_SPREAD ? 1 : this.#judge.step(hostUs);
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

  #leastExcess(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < CONFIRM_WINDOWS; i++) {
      least = Math.min(least, Math.abs(this.#pendingY[i]! - this.#expected(this.#pendingX[i]!)));
    }
    return least;
  }

  #expected(x: number): number {
    const { meanX, meanY, sxx, sxy } = this.#history.moments();
    return meanY + (sxx > 0 ? sxy / sxx : 0) * (x - meanX);
  }

  snapshot(): Snapshot {
    return {
      origin: Number.isNaN(this.#originUs) ? null : this.#originUs,
      history: this.#history.snapshot(),
      pending: [this.#pending, this.#sign, ...this.#pendingX, ...this.#pendingY],
      window: [this.#window, this.#minX, this.#minY, this.#seen, this.#high, this.#spread],
      share: [
        this.#share,
        this.#newestShare,
        this.#usualSpread,
        Number.isNaN(this.#usualShare) ? null : this.#usualShare,
      ],
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
    this.#pendingX.set(columns.slice(0, CONFIRM_WINDOWS));
    this.#pendingY.set(columns.slice(CONFIRM_WINDOWS));
    [this.#window, this.#minX, this.#minY, this.#seen, this.#high, this.#spread] = snapshot.window as Six;
    const [share, newestShare, usualSpread, usualShare] = snapshot.share as [
      number,
      number,
      number,
      number | null,
    ];
    this.#usualSpread = usualSpread;
    this.#share = share;
    this.#newestShare = newestShare;
    this.#usualShare = usualShare ?? Number.NaN;
    this.#judge.restore(snapshot.judge as Snapshot);
    const [inserted, atUs] = snapshot.inserted as [number, number | null];
    this.#lastInserted = inserted;
    this.#lastInsertedUs = atUs ?? Number.NEGATIVE_INFINITY;
    this.sinceUs = snapshot.sinceUs as number;
  }
}

type Six = [number, number, number, number, number, number];
