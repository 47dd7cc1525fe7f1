/** Parameters of movement smoothness, as data. */
export interface SmoothnessParams {
  /** Frequencies above this are no part of a voluntary movement, Hz. */
  readonly highestHz: number;
  /** The spectrum is followed as far as it stays above this share of its value at 0 Hz. */
  readonly amplitudeShare: number;
  /**
   * The spectrum is sampled 2^padLevel times as densely as the next power of two of the movement's length gives. A
   * different level gives a different number, so it belongs to the definition.
   */
  readonly padLevel: number;
  /** A movement reaches this speed at least, in the unit of the profile; below there is none to be judged. */
  readonly leastPeak: number;
  /** Fewer samples are no movement. */
  readonly leastSamples: number;
}

/** Balasubramanian, Melendez-Calderon, Roby-Brami, Burdet 2015 (doi:10.1186/s12984-015-0090-9). */
export const SMOOTHNESS_PARAMS: SmoothnessParams = {
  highestHz: 10,
  amplitudeShare: 0.05,
  padLevel: 4,
  leastPeak: 1e-6,
  leastSamples: 8,
};

export const SMOOTHNESS_ALGORITHM = 'smoothness@1.1.0';
