import {
  detectableChange,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  type RotationContext,
  type RotationParams,
} from '../measures/rotation/index.ts';
import { meanOfDays } from './mean-of-days.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';
import { possibleRange } from './possible-range.ts';

const CONTEXTS: readonly RotationContext[] = ['sitting', 'standing', 'all'];

/**
 * Rotation asymmetry across valid days, one list of measures per day (`summariseRotation`): per context the mean of
 * the daily index with the interval of its spread, from `leastDays` days with an index, and the wearer's own detectable
 * change (2.77 SD / sqrt k, from five). A difference between two periods of as many days that is smaller than that is
 * noise.
 */
export function summariseRotationDays(
  days: readonly (readonly Measure[])[],
  leastDays: number,
  params: RotationParams = ROTATION_PARAMS,
): Measure[] {
  return CONTEXTS.flatMap((context) => acrossDays(days, context, leastDays, params));
}

function acrossDays(
  days: readonly (readonly Measure[])[],
  context: RotationContext,
  leastDays: number,
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
  };
  const why = tooFew(daily.length, days.length, leastDays);
  const { mean: value, interval } = (why === null && meanOfDays(daily, possibleRange(id))) || NO_MEAN;
  return [
    { ...common, id: `${id}_per_day`, value, interval, reason: why },
    { ...common, id: `${id}_mdc95`, value: mdc95, interval: null, reason },
  ];
}

const NO_MEAN = { mean: null, interval: null } as const;

function tooFew(known: number, valid: number, needed: number): string | null {
  if (known >= needed) return null;
  if (known === 0) return 'no valid day with enough rotations to either side';
  return `it is known on ${known} of ${valid} valid days, ${needed} are needed`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
