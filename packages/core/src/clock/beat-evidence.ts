import type { Snapshot } from '../pipeline/stage.ts';

/** A notification is late when it comes at least this far above the floor of its window. */
const LATE_PERIODS = 0.5;
/** Forgetting per window: of the share of late notifications as it is now, and of everything as it usually is. */
const SHARE_GAIN = 0.3;
const USUAL_GAIN = 0.01;
/** Above the usual share by this much: a beat is passing. */
const BEAT_SHARE = 0.12;
/** This many late notifications, each followed by one in time, within {@link RETURN_WINDOWS}: a beat is passing. */
const BEAT_RETURNS = 1.5;
const RETURN_WINDOWS = 6;
const USUAL_FACTOR = 3;
/** After a silence this many times the usual spacing the radio stalled: that what follows is late proves nothing. */
const STALL_SPACINGS = 3;
const SPACING_GAIN = 0.02;
/**
 * Share of notifications that come at least this far above the floor. Where there are more, the sensor and
 * the connection events are not in step, and a beat cannot move the floor by a whole period.
 */
const SPREAD_PERIODS = 0.2;
const IN_STEP_SPREAD = 0.3;

/**
 * What announces a beat. Before the sensor's slower clock slips past a connection event its jitter lets a growing
 * share of notifications miss the event while others still make it, for seconds. After a loss everything is late.
 */
export class BeatEvidence {
  readonly #periodUs: number;
  #floorUs = 0;
  #lastUs = Number.NaN;
  #spacingUs = Number.NaN;
  #seen = 0;
  #late = 0;
  #spread = 0;
  #returns = 0;
  #isLate = false;
  /** Of the windows before, oldest first. */
  readonly #recent = new Float64Array(RETURN_WINDOWS);
  #usualReturns = 0;
  /** Share of late notifications in the windows before, the newest two left out. */
  #share = 0;
  #newestShare = 0;
  #usualShare = Number.NaN;
  #usualSpread = 0;

  constructor(periodUs: number) {
    this.#periodUs = periodUs;
  }

  /** The first notification of a window, at its latency. */
  open(latencyUs: number, hostUs: number): void {
    this.#space(hostUs);
    this.#floorUs = latencyUs;
    this.#seen = 1;
    this.#late = 0;
    this.#spread = 0;
    this.#returns = 0;
    this.#isLate = false;
  }

  add(latencyUs: number, hostUs: number): void {
    const stalled = this.#space(hostUs);
    const above = (latencyUs - this.#floorUs) / this.#periodUs;
    // A new floor: what came before lies that much above it.
    if (above < -LATE_PERIODS) this.#late = this.#seen;
    if (above < -SPREAD_PERIODS) this.#spread = this.#seen;
    if (above < 0) this.#floorUs = latencyUs;
    this.#seen++;
    if (above > SPREAD_PERIODS) this.#spread++;
    if (above > LATE_PERIODS) this.#late++;
    if (above > LATE_PERIODS) this.#isLate ||= !stalled;
    else this.#return(above < -LATE_PERIODS);
  }

  /** The window is over, and its floor is where it was expected. */
  calm(): void {
    const spread = this.#spread / this.#seen;
    if (Number.isNaN(this.#usualShare)) {
      this.#usualShare = this.#newestShare;
      this.#usualSpread = spread;
    }
    this.#usualSpread += (spread - this.#usualSpread) * USUAL_GAIN;
    this.#share += (this.#newestShare - this.#share) * SHARE_GAIN;
    this.#usualShare += (this.#newestShare - this.#usualShare) * USUAL_GAIN;
    this.#newestShare = this.#late / this.#seen;
    // A passing beat is not what is usual.
    this.#usualReturns += (Math.min(1, this.#recent[0]!) - this.#usualReturns) * USUAL_GAIN;
    this.#recent.copyWithin(0, 1);
    this.#recent[RETURN_WINDOWS - 1] = this.#returns;
  }

  /** False: the sensor and the connection events are not in step, and there is no beat. */
  get inStep(): boolean {
    return this.#usualSpread <= IN_STEP_SPREAD;
  }

  /** Late notifications that were followed by one in time, in the windows before. */
  get returns(): number {
    return this.#recent.reduce((sum, n) => sum + n, 0);
  }

  /** A beat was passing in the windows before. */
  get announced(): boolean {
    const manyReturns = this.returns >= USUAL_FACTOR * RETURN_WINDOWS * this.#usualReturns + BEAT_RETURNS;
    return manyReturns || this.#share > this.#usualShare + BEAT_SHARE;
  }

  #return(isFirst: boolean): void {
    if (this.#isLate || isFirst) this.#returns++;
    this.#isLate = false;
  }

  /** True after a stall. */
  #space(hostUs: number): boolean {
    const spacingUs = hostUs - this.#lastUs;
    this.#lastUs = hostUs;
    if (Number.isNaN(spacingUs)) return false;
    if (Number.isNaN(this.#spacingUs)) this.#spacingUs = spacingUs;
    const stalled = spacingUs > STALL_SPACINGS * this.#spacingUs;
    const usualUs = Math.min(spacingUs, STALL_SPACINGS * this.#spacingUs);
    this.#spacingUs += (usualUs - this.#spacingUs) * SPACING_GAIN;
    return stalled;
  }

  snapshot(): Snapshot {
    const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
    return {
      window: [this.#floorUs, this.#seen, this.#late, this.#spread, this.#returns, this.#isLate ? 1 : 0],
      spacing: [orNull(this.#lastUs), orNull(this.#spacingUs)],
      recent: [...this.#recent],
      usual: [
        this.#share,
        this.#newestShare,
        orNull(this.#usualShare),
        this.#usualSpread,
        this.#usualReturns,
      ],
    };
  }

  restore(snapshot: Snapshot): void {
    const [floorUs, seen, late, spread, returns, isLate] = snapshot.window as Six;
    [this.#floorUs, this.#seen, this.#late, this.#spread, this.#returns] = [
      floorUs,
      seen,
      late,
      spread,
      returns,
    ];
    this.#isLate = isLate === 1;
    const [lastUs, spacingUs] = snapshot.spacing as (number | null)[];
    this.#lastUs = lastUs ?? Number.NaN;
    this.#spacingUs = spacingUs ?? Number.NaN;
    this.#recent.set(snapshot.recent as number[]);
    const [share, newest, usual, usualSpread, usualReturns] = snapshot.usual as (number | null)[];
    this.#share = share!;
    this.#newestShare = newest!;
    this.#usualShare = usual ?? Number.NaN;
    this.#usualSpread = usualSpread!;
    this.#usualReturns = usualReturns!;
  }
}

type Six = [number, number, number, number, number, number];
