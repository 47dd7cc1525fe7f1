import { OrientationFilter } from '../../orientation/orientation-filter.ts';
import { POSTURE_STATES, type PostureState, type RotationEvent } from '../../pipeline/outputs.ts';
import type { ImuBatch } from '../../signal/imu-batch.ts';
import { createRotationBuffer, projectOnGravity, type RotationBuffer } from './projection.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';
import type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
import { createRotationStage } from './rotation-stage.ts';
import { settleRotation } from './settle.ts';

const US_PER_S = 1e6;
const DEG = 180 / Math.PI;
/** Two excursions whose peaks lie this close are the same one, s. */
const SAME_PEAK_S = 0.5;
/** Length over which the rate at the end of a turn is taken, s: about half a step. */
const EDGE_S = 0.4;
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

/** A recording of the lower back with turns seen by cameras and walking seen by another instrument. */
export interface TurnsRecording {
  readonly name: string;
  readonly samples: ImuBatch;
  /** Start and end in s, signed angle in deg, left positive. */
  readonly opticalTurns: readonly (readonly [number, number, number])[];
  /** Start and end in s. */
  readonly walkingPeriods: readonly (readonly [number, number])[];
}

export interface TurnRow {
  readonly recording: string;
  readonly startS: number;
  readonly endS: number;
  readonly opticalDeg: number;
  readonly measuredDeg: number;
  /** A turn the camera saw to the other side: its tracking failed or the clocks differ. */
  readonly contradicted: boolean;
  /** How fast the sensor turns at the two ends, the larger, deg/s: a turn that is cut there depends on the clocks. */
  readonly edgeRateDps: number;
  /** How much of the turn lies in walking as the other instrument saw it, 0 to 1. */
  readonly walkingShare: number;
}

export interface TurnAgreement {
  readonly n: number;
  readonly r: number;
  readonly medianDifferenceDeg: number;
}

export interface GaitMaskScore {
  readonly recording: string;
  /** Rotation events whose peak lies in a walking period. */
  readonly insideWalking: number;
  /** Rotations found without the mask, more than its reach from any walking period; and how many it keeps. */
  readonly outside: number;
  readonly kept: number;
  /** Of those outside: not told, but only because someone who stands has to turn by more to count. */
  readonly small: number;
  /** Without walking periods nothing can be scored. */
  readonly scored: boolean;
}

export interface TurnsEvaluation {
  readonly name: string;
  /** What is found when no step is ever seen. */
  readonly unmasked: readonly RotationExcursion[];
  readonly events: readonly RotationExcursion[];
  readonly tUs: Float64Array;
  readonly headingDeg: Float64Array;
}

/** Heading and events of a recording, causal, posture unknown: orientation filter and rotation stage alone. */
export function evaluateTurns(
  recording: TurnsRecording,
  params: RotationParams = ROTATION_PARAMS,
): TurnsEvaluation {
  const columns = projectRecording(recording.samples);
  const never = Number.POSITIVE_INFINITY;
  const unmasked = { ...params, steps: { ...params.steps, thresholdMps2: never, softMps2: never } };
  return {
    name: recording.name,
    unmasked: rotationEvents(columns, unmasked),
    events: rotationEvents(columns, params),
    tUs: columns.tUs,
    headingDeg: integrate(columns),
  };
}

function rotationEvents(columns: RotationColumns, params: RotationParams): RotationExcursion[] {
  const stage = createRotationStage(params);
  return [...stage.push(columns), ...stage.flush()];
}

/** Rotation columns of a whole recording with posture and upright unknown. */
export function projectRecording(samples: ImuBatch): RotationBuffer {
  const filter = new OrientationFilter();
  const out = createRotationBuffer(samples.n);
  const { accMps2: a, gyrRadps: g, tUs } = samples;
  if (!g) throw new RangeError('gyrRadps is null: turns need a recording with a gyroscope');
  const known = {
    quaternion: filter.quaternion,
    biasRadps: filter.biasRadps,
    upright: null,
    posture: UNKNOWN,
  };
  for (let i = 0; i < samples.n; i++) {
    filter.update(tUs[i]!, a.x[i]!, a.y[i]!, a.z[i]!, g.x[i]!, g.y[i]!, g.z[i]!);
    projectOnGravity(tUs[i]!, a, g, i, known, out);
  }
  return out;
}

/** Every optical turn beside the change of heading within the same interval, shifted by `lagS`. */
export function compareTurns(recording: TurnsRecording, evaluation: TurnsEvaluation, lagS = 0): TurnRow[] {
  const heading = (s: number): number => headingDegAt(evaluation, s + lagS);
  const rateAt = (s: number): number => Math.abs(heading(s + EDGE_S / 2) - heading(s - EDGE_S / 2)) / EDGE_S;
  return recording.opticalTurns.map(([startS, endS, opticalDeg]) => {
    const measuredDeg = heading(endS) - heading(startS);
    const contradicted = measuredDeg * opticalDeg < 0;
    const edgeRateDps = Math.max(rateAt(startS), rateAt(endS));
    const walkingShare = shareWithin(startS, endS, recording.walkingPeriods);
    const of = { recording: recording.name, startS, endS, opticalDeg };
    return { ...of, measuredDeg, contradicted, edgeRateDps, walkingShare };
  });
}

function shareWithin(startS: number, endS: number, periods: TurnsRecording['walkingPeriods']): number {
  const common = periods.map(([from, to]) => Math.max(0, Math.min(endS, to) - Math.max(startS, from)));
  return common.reduce((sum, s) => sum + s, 0) / (endS - startS);
}

/** Heading at a time in s, from any origin, left positive; before the first sample that of the first, after the last likewise. */
export function headingDegAt({ tUs, headingDeg }: TurnsEvaluation, atS: number): number {
  const atUs = atS * US_PER_S;
  let i = 1;
  while (i < tUs.length - 1 && tUs[i]! < atUs) i++;
  const share = Math.min(1, Math.max(0, (atUs - tUs[i - 1]!) / (tUs[i]! - tUs[i - 1]!)));
  return headingDeg[i - 1]! + share * (headingDeg[i]! - headingDeg[i - 1]!);
}

export function turnAgreement(rows: readonly TurnRow[]): TurnAgreement {
  const differences = rows.map((row) => Math.abs(row.measuredDeg - row.opticalDeg)).sort((a, b) => a - b);
  const middle = differences.length / 2;
  const median = (differences[Math.ceil(middle) - 1]! + differences[Math.floor(middle)]!) / 2;
  return { n: rows.length, r: pearson(rows), medianDifferenceDeg: median };
}

/** What was found with the step mask and without it, by the stage alone or by the whole pipeline. */
export interface MaskedRotations {
  readonly events: readonly RotationEvent[];
  readonly unmasked: readonly RotationEvent[];
  /** Posture as decided; unknown for the stage alone. */
  readonly postureAt?: (tUs: number) => PostureState;
}

export function scoreGaitMask(
  recording: TurnsRecording,
  { events, unmasked, postureAt = () => 'unknown' }: MaskedRotations,
): GaitMaskScore {
  const reachS = ROTATION_PARAMS.steps.reachS;
  const near = ({ peakUs }: RotationEvent, byS: number): boolean =>
    recording.walkingPeriods.some(
      ([startS, endS]) => peakUs >= (startS - byS) * US_PER_S && peakUs < (endS + byS) * US_PER_S,
    );
  const found = events.filter(isRotation);
  const outside = unmasked.filter((event) => isRotation(event) && !near(event, reachS));
  const again = (event: RotationEvent): boolean =>
    found.some(({ peakUs }) => Math.abs(peakUs - event.peakUs) <= SAME_PEAK_S * US_PER_S);
  const small = (event: RotationEvent): boolean => settleRotation(event, postureAt) === null;
  return {
    recording: recording.name,
    insideWalking: found.filter((event) => near(event, 0)).length,
    outside: outside.length,
    kept: outside.filter(again).length,
    small: outside.filter((event) => !again(event) && small(event)).length,
    scored: recording.walkingPeriods.length > 0,
  };
}

function isRotation({ kind }: RotationEvent): boolean {
  return kind === 'rotation' || kind === 'side_bend';
}

function integrate(columns: RotationBuffer): Float64Array {
  const heading = new Float64Array(columns.n);
  for (let i = 1; i < columns.n; i++) {
    const dtS = (columns.tUs[i]! - columns.tUs[i - 1]!) / US_PER_S;
    const rate = (columns.yawRateRadps[i - 1]! + columns.yawRateRadps[i]!) / 2;
    heading[i] = heading[i - 1]! + rate * dtS * DEG;
  }
  return heading;
}

function pearson(rows: readonly TurnRow[]): number {
  const mean = (pick: (row: TurnRow) => number): number =>
    rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  const mx = mean((row) => row.opticalDeg);
  const my = mean((row) => row.measuredDeg);
  const covariance = mean((row) => (row.opticalDeg - mx) * (row.measuredDeg - my));
  const vx = mean((row) => (row.opticalDeg - mx) ** 2);
  const vy = mean((row) => (row.measuredDeg - my) ** 2);
  return covariance / Math.sqrt(vx * vy);
}
