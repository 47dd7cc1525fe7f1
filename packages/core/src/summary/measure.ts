/** A number that says where it comes from. `value` null means not available, with the reason in `reason`. */
export interface Measure {
  readonly id: string;
  readonly value: number | null;
  readonly unit: string;
  /** Share of the span that the number rests on, 0..1. */
  readonly coverage: number;
  /**
   * 95 % interval where one can be given; of trunk angles and creep what all angles off by
   * {@link TRUNK_ANGLE_ERROR_DEG} either way make of it.
   */
  readonly interval: readonly [number, number] | null;
  /** `name@version` of what computed it. */
  readonly algorithm: string;
  readonly parameterHash: string;
  readonly reason: string | null;
}

/** Error of a trunk angle at the belt, deg; lab systems show 3.5 to 11 deg RMSE there (Bailes 2024). */
export const TRUNK_ANGLE_ERROR_DEG = 5;
