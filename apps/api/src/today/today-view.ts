import type { Today } from '@plumbline/contract';
import {
  type Bout,
  type BreakCredit,
  type LoadRow,
  LoadTally,
  type Measure,
  type RotationContext,
  type RotationEvent,
  type Span,
  StateSeconds,
  summariseCounts,
  summariseRotation,
} from '@plumbline/core';
import type { GyroOfSpan } from '../summaries/day-rows.repository.ts';
import { wireMeasure } from '../weeks/weeks.service.ts';
import type { StateTime } from './today.repository.ts';

/** What is stored of the day so far. */
export interface DaySoFar {
  readonly counts: ReadonlyMap<Bout['state'], StateTime>;
  readonly bouts: readonly Bout[];
  readonly load: readonly LoadRow[];
  readonly breaks: readonly BreakCredit[];
  readonly rotations: readonly RotationEvent[];
  readonly gyro: GyroOfSpan;
  /** The wearer's own, as the analysis took it; null: it was not measured. */
  readonly flexionRangeDeg: number | null;
}

const US_PER_S = 1e6;
const CONTEXTS: readonly RotationContext[] = ['sitting', 'standing', 'all'];
const NOT_WORN = 'The sensor is not worn.';
const NOT_KNOWN = 'The posture cannot be told apart yet.';

/** All measures of the span up to now, by core. */
export function measuresSoFar(day: DaySoFar, span: Span): Today['measures'] {
  const spanS = (span.endUs - span.startUs) / US_PER_S;
  const counts = new StateSeconds();
  let wornS = 0;
  for (const [state, { seconds, sampledS }] of day.counts) {
    for (let i = 0; i < seconds; i++) counts.add(state);
    if (state !== 'not_worn') wornS += sampledS;
  }
  const coverage = spanS > 0 ? Math.min(1, wornS / spanS) : 0;
  const tally = new LoadTally();
  for (const row of day.load) tally.add(row);
  for (const credit of day.breaks) tally.addBreak(credit);
  const measures: Measure[] = [
    ...summariseCounts(counts, day.bouts, span),
    ...summariseRotation({ events: day.rotations, span, ...day.gyro, coverage }),
    ...tally.measures(spanS, day.flexionRangeDeg),
  ];
  return measures.map(wireMeasure);
}

/** Left against right per context, from the measures, so that both always say the same. */
export function balanceOf(measures: Today['measures']): Today['rotation'] {
  const of = (id: string): Measure | undefined => measures.find((measure) => measure.id === id);
  return CONTEXTS.map((context) => {
    const asymmetry = of(`rotation_asymmetry_${context}`);
    return {
      context,
      asymmetry: asymmetry?.value ?? null,
      interval: asymmetry?.interval ? [asymmetry.interval[0], asymmetry.interval[1]] : null,
      left: of(`rotation_count_left_${context}`)?.value ?? 0,
      right: of(`rotation_count_right_${context}`)?.value ?? 0,
      reason: asymmetry?.reason ?? null,
    };
  });
}

/** The posture clock: what goes on, and since when. */
export function postureNow(bouts: readonly Bout[], probability: number): Today['posture'] {
  const last = bouts.at(-1);
  if (!last?.open) return null;
  const { state, startUs: sinceUs } = last;
  const reason = state === 'unknown' ? NOT_KNOWN : state === 'not_worn' ? NOT_WORN : null;
  return { state, probability, sinceUs, reason };
}

export function loadNow(row: LoadRow | undefined): Today['load'] {
  if (row === undefined) return null;
  const { tUs, band, holdingS, creep, shifts15min, fidgets15min } = row;
  return {
    ...{ tUs, band, holdingS, creep, shifts15min, fidgets15min },
    budgetShare: row.budgetShare ?? null,
    leaning: row.leaning ?? null,
    unbrokenS: row.unbrokenS ?? null,
    unvariedS: row.unvariedS ?? null,
  };
}
