/** Parameters of the sample clock. Times in microseconds of device or host time. */
export interface ClockParams {
  /** The minimum latency is taken per window; short windows first, so that the fit begins early. */
  readonly firstWindowUs: number;
  readonly firstPhaseUs: number;
  readonly windowUs: number;
  /**
   * Windows kept: twenty minutes outlast the beat between the sample phase and the connection interval (10 ms at
   * 10 ppm: 17 min), and a crystal that warms up bends the line by less than a millisecond in that time.
   */
  readonly windows: number;
  /** A crystal further off than this is a wrong rate assumption, not a crystal. */
  readonly maxSlope: number;
  /** Spread of a crystal's error that is expected without a seed, and around the seed of an earlier session. */
  readonly slopeSigma: number;
  readonly seededSlopeSigma: number;
  /** Spread of a window's minimum latency, microseconds. */
  readonly minimumSigmaUs: number;
  /** The least latency of a window is off the line by more than this where the radio or the host stood still. */
  readonly stallUs: number;
  /** The output follows a changed fit at most this fast: sample spacing never errs by more than this share. */
  readonly maxSlew: number;
  /** The device clock jumped when it and the host clock disagree by more than this. */
  readonly jumpUs: number;
  /** Samples cannot come before they were taken: a hole that ends this far ahead of the host is a wrong time. */
  readonly aheadUs: number;
  /** A jump is believed after this many samples in a row: WitMotion's clock glitches for single samples. */
  readonly jumpSamples: number;
  /** After this many samples in a row without a valid time or counter the sensor is taken to have none. */
  readonly lackingSamples: number;
}

/** Chosen by simulation: see clock.bench.ts for the errors they reach. */
export const CLOCK_PARAMS: ClockParams = {
  firstWindowUs: 1e6,
  firstPhaseUs: 10e6,
  windowUs: 5e6,
  windows: 240,
  maxSlope: 0.02,
  slopeSigma: 5e-3,
  seededSlopeSigma: 30e-6,
  minimumSigmaUs: 3000,
  stallUs: 100e3,
  maxSlew: 0.05,
  jumpUs: 2e6,
  aheadUs: 100e3,
  jumpSamples: 3,
  lackingSamples: 200,
};
