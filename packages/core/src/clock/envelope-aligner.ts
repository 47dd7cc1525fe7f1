import type { Snapshot } from '../pipeline/stage.ts';
import { CLOCK_PARAMS, type ClockParams } from './clock.params.ts';
import { ResidualQuantile } from './residual-quantile.ts';
import { WindowRing } from './window-ring.ts';

/**
 * Device time to host time. Radio latency only ever adds, so the truth is the lower envelope of
 * (arrival - device time) over device time: a line through the minima of windows, fitted by least squares
 * with a prior on the slope. What stays is the least latency of the path, a constant of 3 to 8 ms that no
 * one-way observation can see.
 *
 * x is device time since the first observation, y the excess of host over device time, both microseconds.
 */
export class EnvelopeAligner {
  readonly #params: ClockParams;
  readonly #ring: WindowRing;
  readonly #residual = new ResidualQuantile();
  /** Of the clock that began with it: one that starts over begins with what the last fit found. */
  #seed: number | null;
  #originDevUs = Number.NaN;
  #originHostUs = 0;
  #windowKey = -1;
  #minX = 0;
  #minY = 0;
  #slope: number;
  #intercept = 0;
  #fitted = false;
  /** Since when windows have come late by as much, and by how much; what falls begins anew. */
  #steadyX = Number.NaN;
  #steadyUs = 0;
  /** The correction in force, which follows the fit slowly. */
  #applied = 0;
  #lastX = 0;
  /** Samples were taken so much before the envelope says, microseconds: known from round trips only. */
  leadUs = 0;

  /** `seedSlope` is the crystal's error of an earlier session, host over device time minus one. */
  constructor(seedSlope: number | null = null, params: ClockParams = CLOCK_PARAMS) {
    this.#params = params;
    this.#ring = new WindowRing(params.windows);
    this.#seed = seedSlope;
    this.#slope = seedSlope ?? 0;
  }

  /** How much slower than the host the device's clock runs, parts per million. */
  get slopePpm(): number {
    return this.#slope * 1e6;
  }

  /** True once the slope rests on enough of this session to seed the next one. */
  get settled(): boolean {
    return this.#ring.count * this.#params.windowUs >= 300e6;
  }

  /** 95 % of arrivals lie within this of the envelope, milliseconds; null before there were any. */
  get residualP95Ms(): number | null {
    return this.#residual.p95Ms;
  }

  /** One notification: device time of its newest sample and when it arrived. */
  observe(devUs: number, hostUs: number): void {
    if (Number.isNaN(this.#originDevUs)) this.#begin(devUs, hostUs);
    const x = devUs - this.#originDevUs;
    const y = hostUs - this.#originHostUs - x;
    const key = this.#keyOf(x);
    if (key !== this.#windowKey) this.#openWindow(key, x, y);
    else if (y - this.#slope * x < this.#minY - this.#slope * this.#minX) this.#minimum(x, y);
    this.#residual.add((y - this.#targetAt(x)) / 1000);
  }

  /** How much later than the envelope a sample came, microseconds; negative is impossible for one clock. */
  excessUs(devUs: number, hostUs: number): number {
    if (Number.isNaN(this.#originDevUs)) return 0;
    const x = devUs - this.#originDevUs;
    return hostUs - this.#originHostUs - x - this.#targetAt(x);
  }

  /** Host time of a sample, never further from even spacing than `maxSlew`. Ask in the order of device time. */
  at(devUs: number): number {
    const x = devUs - this.#originDevUs;
    const reach = Math.abs(x - this.#lastX) * this.#params.maxSlew;
    const wanted = this.#targetAt(x) - this.leadUs - this.#applied;
    this.#applied += Math.max(-reach, Math.min(reach, wanted));
    this.#lastX = x;
    return this.#originHostUs + x + this.#applied;
  }

  /** Missing samples were found late: windows since `sinceDevUs` belong `shiftUs` later on the device's time. */
  shift(sinceDevUs: number, shiftUs: number): void {
    const sinceX = sinceDevUs - this.#originDevUs;
    this.#ring.shift(sinceX, shiftUs);
    if (this.#minX >= sinceX) {
      this.#minX += shiftUs;
      this.#minY -= shiftUs;
    }
    if (shiftUs < 0) {
      this.#applied -= shiftUs;
      this.#lastX += shiftUs;
    }
    this.#fit();
  }

  #begin(devUs: number, hostUs: number): void {
    this.#originDevUs = devUs;
    this.#originHostUs = hostUs;
  }

  #keyOf(x: number): number {
    const { firstPhaseUs, firstWindowUs, windowUs } = this.#params;
    return x < firstPhaseUs ? Math.floor(x / firstWindowUs) : 1e6 + Math.floor(x / windowUs);
  }

  #openWindow(key: number, x: number, y: number): void {
    if (this.#windowKey >= 0) this.#closeWindow();
    this.#windowKey = key;
    this.#minX = x;
    this.#minY = y;
    const offUs = y - this.#targetAt(x);
    if (!this.#fitted && offUs < this.#params.stallUs) this.#intercept += offUs;
  }

  /**
   * A window that came late as a whole says that the radio or the host stood still, nothing of the device's clock; one
   * that came much too early says so of those before it. What has gone on for long is believed in the end, unless it
   * comes less and less late: then it was held back, for hours maybe, and is only catching up.
   */
  #closeWindow(): void {
    const offUs = this.#minY - this.#targetAt(this.#minX);
    this.#watchLateness(offUs);
    if (offUs > this.#freeUs(this.#steadyX)) return;
    if (offUs < -this.#freeUs(this.#ring.lastX)) this.#beginAgain();
    this.#ring.add(this.#minX, this.#minY);
    this.#steadyX = this.#minX;
    this.#steadyUs = offUs;
    this.#fit();
  }

  /** How far off the line a window may be that far from what the line rests on. */
  #freeUs(sinceX: number): number {
    return this.#params.stallUs + this.#params.maxSlope * (this.#minX - sinceX);
  }

  #watchLateness(offUs: number): void {
    if (offUs < this.#steadyUs - this.#params.stallUs) {
      this.#steadyX = this.#minX;
      this.#steadyUs = offUs;
    }
    this.#steadyUs = Math.max(this.#steadyUs, offUs);
  }

  #beginAgain(): void {
    this.#ring.clear();
    this.#slope = this.#seed ?? 0;
    this.#intercept = this.#minY - this.#slope * this.#minX;
    this.#fitted = false;
  }

  #minimum(x: number, y: number): void {
    this.#minX = x;
    this.#minY = y;
    if (!this.#fitted) this.#intercept = Math.min(this.#intercept, y - this.#slope * x);
  }

  #targetAt(x: number): number {
    return this.#slope * x + this.#intercept;
  }

  /** Least squares with a prior on the slope: (Sxy + lambda b0) / (Sxx + lambda). */
  #fit(): void {
    if (this.#ring.count < 2) return;
    const { minimumSigmaUs, slopeSigma, seededSlopeSigma, maxSlope } = this.#params;
    const sigma = this.#seed === null ? slopeSigma : seededSlopeSigma;
    const lambda = (minimumSigmaUs / sigma) ** 2;
    const { meanX, meanY, sxx, sxy } = this.#ring.moments();
    const slope = (sxy + lambda * (this.#seed ?? 0)) / (sxx + lambda);
    this.#slope = Math.max(-maxSlope, Math.min(maxSlope, slope));
    this.#intercept = meanY - this.#slope * meanX;
    this.#fitted = true;
  }

  snapshot(): Snapshot {
    return {
      seed: this.#seed,
      origin: Number.isNaN(this.#originDevUs) ? null : [this.#originDevUs, this.#originHostUs],
      window: [this.#windowKey, this.#minX, this.#minY],
      fit: [this.#slope, this.#intercept, this.#fitted ? 1 : 0],
      steady: [Number.isNaN(this.#steadyX) ? null : this.#steadyX, this.#steadyUs],
      output: [this.#applied, this.#lastX, this.leadUs],
      ring: this.#ring.snapshot(),
      residual: this.#residual.snapshot(),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#seed = snapshot.seed as number | null;
    const origin = snapshot.origin as [number, number] | null;
    [this.#originDevUs, this.#originHostUs] = origin ?? [Number.NaN, 0];
    [this.#windowKey, this.#minX, this.#minY] = snapshot.window as [number, number, number];
    const [slope, intercept, fitted] = snapshot.fit as [number, number, number];
    this.#slope = slope;
    this.#intercept = intercept;
    this.#fitted = fitted === 1;
    const [steadyX, steadyUs] = snapshot.steady as [number | null, number];
    this.#steadyX = steadyX ?? Number.NaN;
    this.#steadyUs = steadyUs;
    [this.#applied, this.#lastX, this.leadUs] = snapshot.output as [number, number, number];
    this.#ring.restore(snapshot.ring as Snapshot);
    this.#residual.restore(snapshot.residual as Snapshot);
  }
}
