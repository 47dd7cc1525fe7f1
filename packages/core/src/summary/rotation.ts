import {
  comparePrescription,
  isCounted,
  type Prescription,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  type RotationContext,
  type RotationIndices,
  type RotationParams,
  rotationIndices,
  type Side,
} from '../measures/rotation/index.ts';
import { GYRO_AGAINST, NO_GYROSCOPE } from '../mounting/gyro-watch.ts';
import type { RotationEvent } from '../pipeline/outputs.ts';
import type { Span } from './day.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';

const CONTEXTS: readonly RotationContext[] = ['sitting', 'standing', 'all'];
const SIDES: readonly Side[] = ['left', 'right'];
const SIDE_MEASURES = [
  ['count', 'count', '1'],
  ['sum', 'summedDeg', 'deg'],
  ['median', 'medianDeg', 'deg'],
  ['p90', 'p90Deg', 'deg'],
  ['beyond_10deg', 'beyond10S', 's'],
  ['beyond_20deg', 'beyond20S', 's'],
  ['peak_speed', 'peakSpeedDps', 'deg/s'],
] as const;
const US_PER_S = 1e6;
const S_PER_MIN = 60;
const NOT_SEEN = 'no sample of a worn sensor in the span';

export interface RotationSummaryInput {
  readonly events: readonly RotationEvent[];
  readonly span: Span;
  readonly hasGyro: boolean;
  /** It was found to turn the other way than gravity: where no event is left, that is why. */
  readonly isGyroAgainst?: boolean;
  /** Share of the span in which the clip was worn and samples came, 0..1. */
  readonly coverage: number;
  /** The side to be favoured on purpose, if one is prescribed: planned and done are told beside each other. */
  readonly prescription?: Prescription | null;
}

/** Rotation asymmetry of a span: per context the index, and per side counts and degrees. Positive leans right. */
export function summariseRotation(
  input: RotationSummaryInput,
  params: RotationParams = ROTATION_PARAMS,
): Measure[] {
  const { startUs, endUs } = input.span;
  const within = input.events.filter((event) => event.peakUs >= startUs && event.peakUs < endUs);
  const events = within.filter((event) => isCounted(event, params));
  const seenS = (input.coverage * (endUs - startUs)) / US_PER_S;
  const told = CONTEXTS.map((context) => rotationIndices(events, context, params, seenS));
  const make = measureMaker(input, within.length > 0, params);
  return [
    ...told.flatMap((indices) => contextMeasures(indices, params, make)),
    ...(input.prescription ? prescriptionMeasures(input.prescription, told.at(-1)!, make) : []),
    // Side bends that look like rotations from above: told apart, counted for nothing else.
    make('rotation_side_bends', within.filter(({ kind }) => kind === 'side_bend').length, '1', null),
  ];
}

type Maker = (
  id: string,
  value: number | null,
  unit: string,
  why: string | null,
  interval?: readonly [number, number] | null,
) => Measure;

/** Where nothing was seen nothing is counted, not even to zero. */
function measureMaker(
  { hasGyro, isGyroAgainst = false, coverage }: RotationSummaryInput,
  hasEvents: boolean,
  params: RotationParams,
): Maker {
  const hash = parameterHash(params);
  const isSeen = coverage > 0 || hasEvents;
  const distrusted = isGyroAgainst && !hasEvents ? GYRO_AGAINST : null;
  const ofSensor = hasGyro ? distrusted : NO_GYROSCOPE;
  // Of a sensor that was never there nobody knows what it lacks.
  const none = isSeen ? ofSensor : (distrusted ?? NOT_SEEN);
  return (id, value, unit, why, interval = null) => ({
    id,
    value: none === null ? value : null,
    unit,
    coverage: none === null ? coverage : 0,
    interval: none === null && value !== null ? interval : null,
    algorithm: ROTATION_ALGORITHM,
    parameterHash: hash,
    reason: none ?? why,
  });
}

/** Planned against done, sitting and standing together. */
function prescriptionMeasures(plan: Prescription, indices: RotationIndices, make: Maker): Measure[] {
  const { plannedShare, doneShare, doneShareInterval, reason } = comparePrescription(plan, indices);
  const id = `rotation_prescribed_${plan.side}_share`;
  return [
    make(`${id}_planned`, plannedShare, '1', null),
    make(`${id}_done`, doneShare, '1', reason ?? indices.caution, doneShareInterval),
  ];
}

function contextMeasures(
  indices: RotationIndices,
  { indices: { blockS, minBlocks } }: RotationParams,
  make: Maker,
): Measure[] {
  const { asymmetry, caution, context, intervals, probabilityRight, reason } = indices;
  const short = `needs ${minBlocks} blocks of ${blockS / S_PER_MIN} min`;
  const why = probabilityRight === null ? (reason ?? short) : null;
  return [
    make(`rotation_asymmetry_${context}`, asymmetry, '1', reason ?? caution ?? why, intervals.asymmetry),
    make(`rotation_asymmetry_right_probability_${context}`, probabilityRight, '1', why),
    ...SIDES.flatMap((side) => sideMeasures(indices, side, make)),
  ];
}

function sideMeasures(
  { context, intervals, ...indices }: RotationIndices,
  side: Side,
  make: Maker,
): Measure[] {
  return SIDE_MEASURES.map(([name, key, unit]) => {
    const value = indices[side][key];
    const why = value === null ? `no rotation to the ${side}` : null;
    return make(`rotation_${name}_${side}_${context}`, value, unit, why, intervals[`${side}.${key}`]);
  });
}
