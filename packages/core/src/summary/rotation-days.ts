import {
  detectableChange,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  type RotationContext,
  type RotationParams,
} from '../measures/rotation/index.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';

const CONTEXTS: readonly RotationContext[] = ['sitting', 'standing', 'all'];

/**
 * Rotation asymmetry across valid days, one list of measures per day (`summariseRotation`): per context the mean of
 * the daily index, and the wearer's own detectable change (2.77 SD / sqrt k, from five days with an index). A
 * difference between two periods of as many days that is smaller than that is noise.
 */
export function summariseRotationDays(
  days: readonly (readonly Measure[])[],
  params: RotationParams = ROTATION_PARAMS,
): Measure[] {
  return CONTEXTS.flatMap((context) => acrossDays(days, context, params));
}

function acrossDays(
  days: readonly (readonly Measure[])[],
  context: RotationContext,
  params: RotationParams,
): Measure[] {
  const id = `rotation_asymmetry_${context}`;
  const told = days.flatMap((measures) => measures.filter((m) => m.id === id && m.value !== null));
  const daily = told.map(({ value }) => value!);
  const { mdc95, reason } = detectableChange(daily, params);
  const common = {
    unit: '1',
    coverage: days.length > 0 ? sum(told.map(({ coverage }) => coverage)) / days.length : 0,
    algorithm: ROTATION_ALGORITHM,
    parameterHash: parameterHash(params),
    interval: null,
  };
  const none = 'no valid day with enough rotations to either side';
  const mean = daily.length > 0 ? sum(daily) / daily.length : null;
  return [
    { ...common, id: `${id}_per_day`, value: mean, reason: mean === null ? none : null },
    { ...common, id: `${id}_mdc95`, value: mdc95, reason },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
