import type { Snapshot } from '../pipeline/stage.ts';
import { CLOCK_PARAMS, type ClockParams } from './clock.params.ts';
import { EnvelopeAligner } from './envelope-aligner.ts';
import { FloorJumpDetector } from './floor-jump-detector.ts';
import { type RoundTrip, RoundTrips } from './round-trips.ts';
import { Unwrap } from './unwrap.ts';

export interface SampleClockOptions {
  readonly rateHz: number;
  /** Crystal error of the device's last session, parts per million. */
  readonly seedSlopePpm?: number | null;
  /** Where the device's clock (microseconds) and counter start over; null where they do not. */
  readonly clockModulusUs?: number | null;
  readonly counterModulus?: number | null;
  /** Times given out are later than this: the last sample of the same sensor that is already stored. */
  readonly afterUs?: number;
}

/** Samples that were expected before row `row` of the batch and did not come. */
export interface ClockGap {
  readonly row: number;
  /** When the first missing sample was due. */
  readonly startUs: number;
  /** The next sample that is there. */
  readonly endUs: number;
  readonly missing: number;
  readonly exact: boolean;
}

/** What tells the samples' places: the device's clock, its counter, or their number so far. */
type Mode = 'clock' | 'counter' | 'index';

const US_PER_S = 1e6;
/** A step this many periods long holds a missing sample. */
const GAP_PERIODS = 1.5;
/** The period follows the device's own clock slowly. */
const PERIOD_GAIN = 1 / 256;
const INITIAL_CAPACITY = 64;
/** After a jump of the device's clock, a hole in host time shorter than this is radio latency. */
const MIN_RESET_GAP_US = 500_000;

/**
 * Times of samples in microseconds UTC, whole and strictly increasing, and what is missing between them.
 * One per connection epoch. Uses what the device sends: its clock, else its counter, else the number of
 * samples so far, where a loss shows only as a lasting rise of the radio's least latency.
 * Allocates nothing per sample.
 */
export class SampleClock {
  readonly #params: ClockParams;
  readonly #seed: number | null;
  readonly #periodUs: number;
  readonly #wraps: boolean;
  readonly #clock: Unwrap;
  readonly #counter: Unwrap;
  #detector: FloorJumpDetector;
  #aligner: EnvelopeAligner;
  #mode: Mode | null = null;
  #devUs = new Float64Array(INITIAL_CAPACITY);
  #missing = new Float64Array(INITIAL_CAPACITY);
  #gaps: ClockGap[] = [];
  #lastDevUs = Number.NaN;
  #lastUs: number;
  #deviceStepUs: number;
  /** Samples in a row whose time speaks against what is known, and those of them in earlier notifications. */
  #suspects = 0;
  #suspectsBefore = 0;
  /** Samples in a row without a valid time or counter. */
  #lacking = 0;
  #resets = 0;
  #justReset = false;
  #trips = new RoundTrips();
  #withinUs: number | null = null;
  /** Times of the samples of the last `push`; rows beyond its `n` are stale. */
  tUs = new Float64Array(INITIAL_CAPACITY);

  constructor(options: SampleClockOptions, params: ClockParams = CLOCK_PARAMS) {
    this.#params = params;
    this.#seed = options.seedSlopePpm == null ? null : options.seedSlopePpm / 1e6;
    this.#periodUs = US_PER_S / options.rateHz;
    this.#deviceStepUs = this.#periodUs;
    this.#wraps = options.clockModulusUs != null;
    this.#clock = new Unwrap(options.clockModulusUs ?? null);
    this.#counter = new Unwrap(options.counterModulus ?? null);
    this.#detector = new FloorJumpDetector(this.#periodUs);
    this.#aligner = new EnvelopeAligner(this.#seed, params);
    this.#lastUs = options.afterUs ?? 0;
  }

  /** The gaps of the last `push`, by row. */
  get gaps(): readonly ClockGap[] {
    return this.#gaps;
  }

  get lastUs(): number {
    return this.#lastUs;
  }

  get slopePpm(): number {
    return this.#aligner.slopePpm;
  }

  get residualP95Ms(): number | null {
    return this.#aligner.residualP95Ms;
  }

  /** Good enough to seed the device's next session. */
  get settled(): boolean {
    return this.#aligner.settled;
  }

  /** How often the device's clock jumped. */
  get resets(): number {
    return this.#resets;
  }

  /** Half of what round trips leave open about the constant part of the times, ms; null without one. */
  get withinMs(): number | null {
    return this.#withinUs === null ? null : this.#withinUs / 1000;
  }

  /** Time on the air of the fastest question and answer, milliseconds; null without one. */
  get roundTripMs(): number | null {
    const { leastWayUs } = this.#trips;
    return leastWayUs === null ? null : leastWayUs / 1000;
  }

  /** The device's clock was asked: moves the times to the middle of what is possible. Clocks that never wrap only. */
  roundTrip(trip: RoundTrip): void {
    if (this.#mode !== 'clock' || this.#wraps || !this.#trips.add(trip)) return;
    const { middleUs, withinUs } = this.#trips.lateness(this.#aligner);
    this.#withinUs = withinUs;
    this.#aligner.leadUs = middleUs;
  }

  /** One notification of `n` samples, the newest of which was measured just before `hostUs`. */
  push(n: number, deviceUs: Float64Array, sequence: Float64Array, hostUs: number): void {
    if (this.#gaps.length > 0) this.#gaps = [];
    if (n === 0) return;
    if (n > this.tUs.length) this.#grow(n);
    this.#mode ??= modeOf(deviceUs[0]!, sequence[0]!);
    this.#suspectsBefore = this.#suspects;
    for (let row = 0; row < n; row++) this.#placeRow(row, deviceUs[row]!, sequence[row]!, hostUs);
    if (this.#mode === 'index') this.#inferLoss(n, hostUs);
    this.#aligner.observe(this.#devUs[n - 1]!, hostUs);
    for (let row = 0; row < n; row++) this.#timeRow(row);
  }

  #placeRow(row: number, deviceUs: number, sequence: number, hostUs: number): void {
    const dev = this.#positionOf(row, deviceUs, sequence, hostUs);
    const step = dev - this.#lastDevUs;
    const periods = step / this.#deviceStepUs;
    this.#missing[row] = periods >= GAP_PERIODS ? Math.round(periods) - 1 : 0;
    if (this.#mode === 'clock' && periods > 0.5 && periods < GAP_PERIODS) {
      this.#deviceStepUs += (step - this.#deviceStepUs) * PERIOD_GAIN;
    }
    this.#devUs[row] = dev;
    this.#lastDevUs = dev;
  }

  #positionOf(row: number, deviceUs: number, sequence: number, hostUs: number): number {
    const next = Number.isNaN(this.#lastDevUs) ? 0 : this.#lastDevUs + this.#deviceStepUs;
    if (this.#mode === 'index') return this.#promoted(row, deviceUs, sequence) ?? next;
    const dev = this.#read(deviceUs, sequence);
    if (Number.isNaN(dev)) return this.#lack(next);
    this.#lacking = 0;
    if (Number.isNaN(this.#lastDevUs) || this.#expected(dev, hostUs)) {
      this.#suspects = 0;
      return dev;
    }
    if (!this.#isConvinced()) return next;
    this.#suspects = 0;
    if (this.#plausible(dev, hostUs)) return dev;
    this.#resets++;
    this.#startOver(row, dev);
    return dev;
  }

  /** What the device says, on a scale that goes on; NaN: nothing valid, and nothing changes. */
  #read(deviceUs: number, sequence: number): number {
    const raw = this.#mode === 'clock' ? deviceUs : sequence;
    if (!Number.isFinite(raw)) return Number.NaN;
    return this.#mode === 'clock' ? this.#clock.push(raw) : this.#counter.push(raw) * this.#periodUs;
  }

  /** One sample without a valid time follows the one before; a sensor that has none any more is counted. */
  #lack(next: number): number {
    if (++this.#lacking >= this.#params.lackingSamples) {
      this.#mode = 'index';
      this.#detector = new FloorJumpDetector(this.#deviceStepUs);
    }
    return next;
  }

  /** A sensor that was counted, and now says when: null as long as it is not sure. */
  #promoted(row: number, deviceUs: number, sequence: number): number | null {
    const mode = modeOf(deviceUs, sequence);
    if (mode === 'index') this.#suspects = 0;
    if (mode === 'index' || ++this.#suspects < this.#params.jumpSamples) return null;
    this.#mode = mode;
    this.#suspects = 0;
    const dev = this.#read(deviceUs, sequence);
    this.#startOver(row, dev);
    return dev;
  }

  /** A single wrong time, or a notification of them, is stepped over; what stays is true. */
  #isConvinced(): boolean {
    return ++this.#suspects >= this.#params.jumpSamples && this.#suspectsBefore > 0;
  }

  /** A hole also needs the host's time to pass. */
  #expected(dev: number, hostUs: number): boolean {
    const { jumpUs, aheadUs } = this.#params;
    const isHole = dev - this.#lastDevUs >= GAP_PERIODS * this.#deviceStepUs;
    return dev > this.#lastDevUs && this.#aligner.excessUs(dev, hostUs) > -(isHole ? aheadUs : jumpUs);
  }

  #plausible(dev: number, hostUs: number): boolean {
    return dev > this.#lastDevUs && this.#aligner.excessUs(dev, hostUs) > -this.#params.jumpUs;
  }

  /** Another clock from here on, or the same one set: what came before says nothing about what follows. */
  #startOver(row: number, dev: number): void {
    for (let i = 0; i < row; i++) this.#devUs[i] = dev - (row - i) * this.#deviceStepUs;
    this.#justReset = true;
    this.#trips = new RoundTrips();
    this.#withinUs = null;
    this.#lastDevUs = Number.NaN;
    this.#aligner = new EnvelopeAligner(this.#aligner.slopePpm / 1e6, this.#params);
  }

  #inferLoss(n: number, hostUs: number): void {
    const lost = this.#detector.observe(this.#devUs[n - 1]!, hostUs);
    if (lost === 0) return;
    const shiftUs = lost * this.#deviceStepUs;
    this.#aligner.shift(this.#detector.sinceUs, shiftUs);
    for (let row = 0; row < n; row++) this.#devUs[row]! += shiftUs;
    this.#lastDevUs += shiftUs;
    this.#missing[0] = Math.max(0, lost);
  }

  #timeRow(row: number): void {
    const tUs = Math.max(this.#lastUs + 1, Math.round(this.#aligner.at(this.#devUs[row]!)));
    const missing = this.#justReset ? this.#missingInHostTime(tUs) : this.#missing[row]!;
    if (missing > 0) this.#nameGap(row, tUs, missing);
    this.#justReset = false;
    this.tUs[row] = tUs;
    this.#lastUs = tUs;
  }

  #missingInHostTime(tUs: number): number {
    const holeUs = tUs - this.#lastUs;
    return holeUs > MIN_RESET_GAP_US ? Math.round(holeUs / this.#periodUs) - 1 : 0;
  }

  #nameGap(row: number, endUs: number, missing: number): void {
    const startUs = Math.min(endUs, Math.round(this.#lastUs + this.#periodUs));
    const exact = this.#mode !== 'index' && !this.#justReset;
    this.#gaps.push({ row, startUs, endUs, missing, exact });
  }

  snapshot(): Snapshot {
    return {
      mode: this.#mode,
      last: [Number.isNaN(this.#lastDevUs) ? null : this.#lastDevUs, this.#lastUs],
      state: [this.#deviceStepUs, this.#suspects, this.#resets, this.#lacking],
      clock: this.#clock.snapshot(),
      counter: this.#counter.snapshot(),
      detector: this.#detector.snapshot(),
      aligner: this.#aligner.snapshot(),
      trips: this.#trips.snapshot(),
      withinUs: this.#withinUs,
    };
  }

  /** Into a clock made with the same options. */
  restore(snapshot: Snapshot): void {
    const [lastDevUs, lastUs] = snapshot.last as [number | null, number];
    const [deviceStepUs, suspects, resets, lacking] = snapshot.state as [number, number, number, number];
    this.#mode = snapshot.mode as Mode | null;
    this.#lastDevUs = lastDevUs ?? Number.NaN;
    this.#lastUs = lastUs;
    this.#deviceStepUs = deviceStepUs;
    this.#suspects = suspects;
    this.#resets = resets;
    this.#lacking = lacking;
    this.#clock.restore(snapshot.clock as Snapshot);
    this.#counter.restore(snapshot.counter as Snapshot);
    this.#detector = new FloorJumpDetector(deviceStepUs);
    this.#detector.restore(snapshot.detector as Snapshot);
    this.#aligner.restore(snapshot.aligner as Snapshot);
    this.#trips.restore(snapshot.trips as Snapshot);
    this.#withinUs = snapshot.withinUs as number | null;
  }

  #grow(n: number): void {
    const capacity = Math.max(n, 2 * this.tUs.length);
    this.tUs = new Float64Array(capacity);
    this.#devUs = new Float64Array(capacity);
    this.#missing = new Float64Array(capacity);
  }
}

function modeOf(deviceUs: number, sequence: number): Mode {
  if (Number.isFinite(deviceUs)) return 'clock';
  return Number.isFinite(sequence) ? 'counter' : 'index';
}
