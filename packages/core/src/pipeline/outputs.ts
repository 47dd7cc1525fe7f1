import type { NudgeRow } from '../measures/nudge/nudge-decision.ts';
import type { GyroAxis } from '../mounting/gyro-axes.ts';

/** What the pipeline says about a stretch of samples. All times are microseconds since the epoch UTC. */

export const POSTURE_STATES = [
  'sitting',
  'standing',
  'walking',
  'lying',
  'running',
  'cycling',
  'unknown',
  'not_worn',
] as const;
export type PostureState = (typeof POSTURE_STATES)[number];

/** One row per pushed sample, causal. Angles are NaN while not available. */
export interface OrientationColumns {
  readonly n: number;
  readonly tUs: Float64Array;
  /** Quaternion wxyz, sensor to world (ENU, z up, arbitrary heading). */
  readonly w: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Signed trunk angles against the upright reference, degrees; flexion +, left side-bend +, left turn +. */
  readonly flexionDeg: Float64Array;
  readonly sideBendDeg: Float64Array;
  readonly rotationDeg: Float64Array;
  /** Unsigned angle to the upright reference, degrees; known before the forward axis is. */
  readonly tiltDeg: Float64Array;
}

/** One second `[tUs, tUs + 1 s)`. A later row with the same `tUs` revises an earlier one. */
export interface PostureSecond {
  readonly tUs: number;
  readonly state: PostureState;
  /** Of the stated state, 0..1; 0 when unknown. */
  readonly probability: number;
  /** Means over the second in degrees, null while not available. */
  readonly flexionDeg: number | null;
  readonly sideBendDeg: number | null;
  readonly rotationDeg: number | null;
  readonly tiltDeg: number | null;
  /** Standard deviation of the acceleration's magnitude over the second, m/s^2. */
  readonly activityMps2: number;
  /** Share of the expected samples that arrived, 0..1. */
  readonly coverage: number;
  /** Of the wearer's label that decided it, see `PostureLabel`; absent where none did. */
  readonly labelId?: string;
  /** At the end of a recording and as still as on a table: nobody knows whether it was worn. Present where so. */
  readonly perhapsOff?: true;
}

/** Half-open `[startUs, endUs)`. */
export interface Bout {
  readonly startUs: number;
  readonly endUs: number;
  readonly state: PostureState;
  /** Still going on at the end of what has been seen. */
  readonly open: boolean;
}

/** Replaces every earlier bout that ends after `fromUs` (null: nothing changed). */
export interface BoutRevision {
  readonly fromUs: number | null;
  readonly bouts: readonly Bout[];
}

export interface RotationEvent {
  readonly startUs: number;
  readonly peakUs: number;
  readonly endUs: number;
  /** Only `rotation` counts; `side_bend` is a side bend of a tipped pelvis that looks like one from above. */
  readonly kind: 'rotation' | 'turn' | 'gait' | 'side_bend';
  /** Signed, left positive. */
  readonly peakDeg: number;
  readonly context: PostureState;
  /** Largest rate about the vertical, deg/s, and time beyond 10 and 20 deg, s; absent where not measured. */
  readonly peakSpeedDps?: number;
  readonly beyond10S?: number;
  readonly beyond20S?: number;
}

export interface LoadRow {
  readonly tUs: number;
  readonly holdingS: number;
  readonly band: string;
  readonly creep: number | null;
  readonly shifts15min: number | null;
  readonly fidgets15min: number | null;
  readonly posture?: PostureState;
  /** Share of the holding budget used up; null where no limit is known. */
  readonly budgetShare?: number | null;
  /** Share of the trunk's strength that leaning forward has taken for now, 0..1; null while not known. */
  readonly leaning?: number | null;
  /** Seated time that no break has taken back, and since the last shift or break, s. */
  readonly unbrokenS?: number;
  readonly unvariedS?: number;
}

/** What interrupting sitting gave back. Times are microseconds since the epoch UTC, half-open. */
export interface BreakCredit {
  readonly startUs: number;
  readonly endUs: number;
  readonly minutes: number;
  /** Of it on foot, s. */
  readonly movingS: number;
  /** Whether the body was seen in another posture (a gap alone earns nothing). */
  readonly postureChanged: boolean;
  /** Whether the band held before was left: someone who stands up and goes on leaning has not left it. */
  readonly bandLeft: boolean;
  readonly creepBefore: number | null;
  readonly creepAfter: number | null;
  /** Share of the creep that recovered, 0..1; null where there was next to none or it is not known. */
  readonly creepRecovered: number | null;
  /** Share of the unbroken sitting before it that the break took back, 0..1. */
  readonly stillnessRecovered: number;
}

/**
 * How a clip may have moved: by a little, end over end, about the vertical, by half a turn; off, on again. And what is found
 * out about its sensor: a gyroscope that turns the other way than gravity, or the right way again.
 */
export const MOUNTING_EVENT_KINDS = [
  'slip',
  'upside_down',
  'turned',
  'inside_out',
  'removed',
  'worn_again',
  'gyro_against',
  'gyro_right',
] as const;
export type MountingEventKind = (typeof MOUNTING_EVENT_KINDS)[number];

/**
 * A later event of the same kind and `warnedAtUs` revises an earlier one. Angles told between `lastGoodUs` and `judgedAtUs`
 * are in doubt; rotations whose peak lies between `tUs` and `judgedAtUs` of `gyro_against` are void.
 */
export interface MountingEvent {
  readonly kind: MountingEventKind;
  /** Since when it looks so. */
  readonly tUs: number;
  /** When the old mounting was last confirmed; null: not in this session. */
  readonly lastGoodUs: number | null;
  /** How far it moved; null where no angle says it. */
  readonly angleDeg: number | null;
  readonly warnedAtUs: number;
  /** When it was acted on; null while it is a warning. */
  readonly judgedAtUs: number | null;
  readonly withdrawnAtUs: number | null;
}

/** Where the knowledge of the mounting comes from and what it is worth. */
export interface Calibration {
  /** Of the forward axis; null while there is none. */
  readonly source: 'bends' | 'walking' | 'stated' | 'seeded' | 'sitting' | null;
  /** When a walk or a bend test last confirmed it; null: never. */
  readonly confirmedAtUs: number | null;
  readonly ageS: number | null;
  /** 0 to 1, a ranking with its reasons and no probability. */
  readonly quality: number;
  readonly reasons: readonly string[];
  /** The wearer's own forward flexion range from a bend test, degrees; null: none was done. */
  readonly flexionRangeDeg: number | null;
}

/** What an earlier session with the same mounting, or guided bends, have learned; sensor frame, any length. */
export interface MountingSeed {
  readonly up: readonly [number, number, number];
  readonly forward: readonly [number, number, number] | null;
  /** Where its forward axis comes from; absent: not known. */
  readonly source?: 'bends' | 'walking' | 'stated';
  /** When that was, us since the epoch UTC; null or absent: not known. */
  readonly calibratedAtUs?: number | null;
  /** The wearer's own forward flexion range from a bend test, degrees. */
  readonly flexionRangeDeg?: number | null;
  /** The gyroscope turned the other way than gravity: it has to show that it does not any more. */
  readonly isGyroAgainst?: true;
  /** Axes of it that did, each by itself; the same holds for them. */
  readonly reversedGyroAxes?: readonly GyroAxis[];
}

/** What must be known for a signed angle, and how well it is. */
export interface MountingState {
  /** Where the upright reference comes from; null while there is none. */
  readonly reference: 'walking' | 'seed' | null;
  /** Where the forward axis comes from; null while there is none. */
  readonly forward: 'axes' | 'bends' | 'walking' | 'sitting' | 'seed' | null;
  readonly reason: string | null;
  /** Why there is no rotation; null: there is. Absent in outputs made before it was told. */
  readonly rotationReason?: string | null;
  /** Absent in outputs made before it was told. */
  readonly calibration?: Calibration;
  /** For `PipelineParams.seed` of the next session with the same mounting; null while it is not known or in doubt. */
  readonly seed?: MountingSeed | null;
}

export interface PipelineOutput {
  readonly orientation: OrientationColumns;
  readonly seconds: readonly PostureSecond[];
  /** Seconds before this time will not be revised any more; null while every one may be. */
  readonly decidedUntilUs: number | null;
  readonly bouts: BoutRevision;
  readonly rotations: readonly RotationEvent[];
  readonly load: readonly LoadRow[];
  /** Breaks that have ended; absent in outputs made before they were told. */
  readonly breaks?: readonly BreakCredit[];
  /** Suggestions and why there were none; only where the pipeline was told of the wearer's clock. */
  readonly nudges?: readonly NudgeRow[];
  readonly mounting: MountingState;
  /** What has become known about the clip moving; absent in outputs made before it was told. */
  readonly mountingEvents?: readonly MountingEvent[];
}
