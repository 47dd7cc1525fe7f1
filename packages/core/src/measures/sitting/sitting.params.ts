export const BOUT_EDGES = ['whole', 'cut'] as const;

/** Parameters of the sitting measures, as data. */
export interface SittingParams {
  /** A bout of at least this many minutes is prolonged. */
  readonly prolongedMin: readonly number[];
  /** Fewer bouts say nothing about how sitting time is divided. */
  readonly fragmentationMinBouts: number;
  /** x_m of the power law, min; null: the shortest bout ... */
  readonly powerLawShortestMin: number | null;
  /** ... less this many seconds (half a second of resolution). */
  readonly powerLawOffsetS: number;
  /**
   * What statistics of bouts do with one across the edge of a span, such as midnight: `whole` counts it in full
   * where it begins, `cut` counts the part inside. Sums of time are of the part inside in either case.
   */
  readonly boutEdges: (typeof BOUT_EDGES)[number];
  /** How often bouts are drawn anew for the intervals of what they say. */
  readonly resamples: number;
}

export const SITTING_PARAMS: SittingParams = {
  prolongedMin: [20, 30, 60],
  fragmentationMinBouts: 10,
  powerLawShortestMin: null,
  powerLawOffsetS: 0.5,
  boutEdges: 'whole',
  resamples: 200,
};

export const SITTING_ALGORITHM = 'sitting@1.3.2';
