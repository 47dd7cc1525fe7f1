/** Parameters of the sitting measures, as data. */
export interface SittingParams {
  /** A bout of at least this many minutes is prolonged. */
  readonly prolongedMin: readonly number[];
  /** Fewer bouts say nothing about how sitting time is divided. */
  readonly fragmentationMinBouts: number;
  /** x_m of the power law: the shortest bout less this many seconds (half a second of resolution). */
  readonly powerLawOffsetS: number;
}

export const SITTING_PARAMS: SittingParams = {
  prolongedMin: [20, 30, 60],
  fragmentationMinBouts: 10,
  powerLawOffsetS: 0.5,
};

export const SITTING_ALGORITHM = 'sitting@1.0.0';
