import {
  type IndexName,
  isCounted,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  type RotationContext,
  type RotationIndices,
  type RotationParams,
  rotationIndices,
  type Side,
} from '../measures/rotation/index.ts';
import type { RotationEvent } from '../pipeline/outputs.ts';
import type { Span } from './day.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';

const CONTEXTS: readonly RotationContext[] = ['sitting', 'standing', 'all'];
const SIDES: readonly Side[] = ['left', 'right'];
const NO_GYROSCOPE = 'not available: the source has no gyroscope';

export interface RotationSummaryInput {
  readonly events: readonly RotationEvent[];
  readonly span: Span;
  readonly hasGyro: boolean;
  /** Share of the span in which the clip was worn and samples came, 0..1. */
  readonly coverage: number;
}

/** Rotation asymmetry of a span: per context the index, and per side counts and degrees. Positive leans right. */
export function summariseRotation(
  input: RotationSummaryInput,
  params: RotationParams = ROTATION_PARAMS,
): Measure[] {
  const { startUs, endUs } = input.span;
  const within = input.events.filter((event) => event.peakUs >= startUs && event.peakUs < endUs);
  const events = within.filter((event) => isCounted(event, params));
  const sideBends = within.filter(({ kind }) => kind === 'side_bend').length;
  return [
    ...CONTEXTS.flatMap((context) =>
      contextMeasures(rotationIndices(events, context, params), input, params),
    ),
    sideBendMeasure(sideBends, input, params),
  ];
}

/** Side bends that look like rotations from above: told apart, counted for nothing else. */
function sideBendMeasure(
  count: number,
  { hasGyro, coverage }: RotationSummaryInput,
  params: RotationParams,
): Measure {
  return {
    id: 'rotation_side_bends',
    value: hasGyro ? count : null,
    unit: '1',
    coverage: hasGyro ? coverage : 0,
    interval: null,
    algorithm: ROTATION_ALGORITHM,
    parameterHash: parameterHash(params),
    reason: hasGyro ? null : NO_GYROSCOPE,
  };
}

function contextMeasures(
  indices: RotationIndices,
  { hasGyro, coverage }: RotationSummaryInput,
  params: RotationParams,
): Measure[] {
  const hash = parameterHash(params);
  const measure = (
    id: string,
    value: number | null,
    unit: string,
    why: string | null,
    name?: IndexName,
  ): Measure => ({
    id: `${id}_${indices.context}`,
    value: hasGyro ? value : null,
    unit,
    coverage: hasGyro ? coverage : 0,
    interval: hasGyro && value !== null && name ? (indices.intervals[name] ?? null) : null,
    algorithm: ROTATION_ALGORITHM,
    parameterHash: hash,
    reason: hasGyro ? (value === null ? why : null) : NO_GYROSCOPE,
  });
  const { asymmetry, caution, probabilityRight, reason } = indices;
  const index = measure('rotation_asymmetry', asymmetry, '1', reason, 'asymmetry');
  const oneBlock = reason ?? 'needs rotations in at least two blocks of ten minutes';
  return [
    { ...index, reason: index.reason ?? caution },
    measure('rotation_asymmetry_right_probability', probabilityRight, '1', oneBlock),
    ...SIDES.flatMap((side) => {
      const s = indices[side];
      const none = `no rotation to the ${side}`;
      return [
        measure(`rotation_count_${side}`, s.count, '1', none, `${side}.count`),
        measure(`rotation_sum_${side}`, s.summedDeg, 'deg', none, `${side}.summedDeg`),
        measure(`rotation_median_${side}`, s.medianDeg, 'deg', none, `${side}.medianDeg`),
        measure(`rotation_p90_${side}`, s.p90Deg, 'deg', none, `${side}.p90Deg`),
        measure(`rotation_beyond_10deg_${side}`, s.beyond10S, 's', none, `${side}.beyond10S`),
        measure(`rotation_beyond_20deg_${side}`, s.beyond20S, 's', none, `${side}.beyond20S`),
        measure(`rotation_peak_speed_${side}`, s.peakSpeedDps, 'deg/s', none, `${side}.peakSpeedDps`),
      ];
    }),
  ];
}
