import type { LoadParams } from '../measures/load/index.ts';
import type { RotationParams } from '../measures/rotation/index.ts';
import { SITTING_ALGORITHM, SITTING_PARAMS, type SittingParams } from '../measures/sitting/sitting.params.ts';
import { type SittingPattern, sittingPattern } from '../measures/sitting/sitting-pattern.ts';
import { NORMAL_95 } from '../measures/student.ts';
import { type Bout, POSTURE_STATES, type PostureSecond, type PostureState } from '../pipeline/outputs.ts';
import { DECODER_PARAMS } from '../posture/decoder.params.ts';
import { MODEL_TABLES } from '../posture/model-tables.ts';
import { POSTURE_ALGORITHM, POSTURE_PARAMS, type PostureParams } from '../posture/posture.params.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';
import { isTimed, postureInterval } from './posture-intervals.ts';

const SECOND_US = 1e6;
const S_PER_MIN = 60;
const MIN_PER_H = 60;
const MIN_SITTING_FOR_RATE_MIN = 10;

/** Half-open, microseconds UTC. Which span is "today" in a time zone is the caller's to know. */
export interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

export interface SummaryParams {
  readonly posture: PostureParams;
  readonly sitting: SittingParams;
  readonly rotation?: RotationParams;
  readonly load?: LoadParams;
}

export const DAY_PARAMS: SummaryParams = { posture: POSTURE_PARAMS, sitting: SITTING_PARAMS };
/** Of the trees and the decoder; the other parameters are the caller's. */
const MODEL_HASH = parameterHash({ trees: MODEL_TABLES, decoder: DECODER_PARAMS });
const NOTHING_KNOWN = 'no second of the span has a known posture';
export const STATES_TOLD = ['sitting', 'standing', 'walking', 'lying', 'running', 'cycling'] as const;

/**
 * The measures of a span from its seconds (each once, its latest revision) and bouts. Measures that cannot be
 * given are there with `value: null` and the reason. Coverage is the share of the span with a known posture.
 */
export function summariseDay(
  seconds: Iterable<Pick<PostureSecond, 'tUs' | 'state'>>,
  bouts: readonly Bout[],
  span: Span,
  params: SummaryParams = DAY_PARAMS,
): Measure[] {
  const counts = new StateSeconds();
  for (const { tUs, state } of seconds) {
    if (tUs >= span.startUs && tUs < span.endUs) counts.add(state);
  }
  return summariseCounts(counts, bouts, span, params);
}

/** Seconds per posture: what a summary keeps of a stream of any length. */
export class StateSeconds {
  readonly #counts = new Map<PostureState, number>();

  add(state: PostureState): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
  }

  minutes(state: PostureState): number {
    return (this.#counts.get(state) ?? 0) / S_PER_MIN;
  }
}

/** {@link summariseDay} for seconds that were counted on the way. */
export function summariseCounts(
  counts: StateSeconds,
  bouts: readonly Bout[],
  span: Span,
  params: SummaryParams = DAY_PARAMS,
): Measure[] {
  const minutes = minutesByState(counts);
  const known = STATES_TOLD.reduce((sum, state) => sum + minutes[state], 0);
  const spanMin = (span.endUs - span.startUs) / SECOND_US / S_PER_MIN;
  const coverage = spanMin > 0 ? Math.min(1, known / spanMin) : 0;
  return [
    ...postureMeasures(minutes, known, coverage, params),
    ...sittingMeasures(sittingPattern(bouts, span, params.sitting), minutes.sitting, coverage, params),
  ];
}

type Minutes = Record<PostureState, number>;

function minutesByState(counts: StateSeconds): Minutes {
  return Object.fromEntries(POSTURE_STATES.map((state) => [state, counts.minutes(state)])) as Minutes;
}

function postureMeasures(
  minutes: Minutes,
  known: number,
  coverage: number,
  params: SummaryParams,
): Measure[] {
  const hash = parameterHash({ posture: params.posture, model: MODEL_HASH });
  const measure = (
    id: string,
    value: number | null,
    unit: string,
    reason: string | null = null,
  ): Measure => ({
    id,
    value,
    unit,
    coverage,
    interval: null,
    algorithm: POSTURE_ALGORITHM,
    parameterHash: hash,
    reason,
  });
  const none = known > 0 ? null : NOTHING_KNOWN;
  const of = (state: (typeof STATES_TOLD)[number]): Measure => {
    const told = measure(`${state}_time`, none ? null : minutes[state], 'min', none);
    return isTimed(state) ? { ...told, interval: postureInterval(minutes, state) } : told;
  };
  const sitting = none ? null : postureInterval(minutes, 'sitting');
  return [
    measure('known_time', known, 'min'),
    ...STATES_TOLD.map(of),
    measure('unknown_time', minutes.unknown, 'min'),
    measure('not_worn_time', minutes.not_worn, 'min'),
    {
      ...measure('sitting_share', none ? null : minutes.sitting / known, '1', none),
      interval: sitting && [sitting[0] / known, sitting[1] / known],
    },
  ];
}

type MakeMeasure = (
  id: string,
  value: number | null,
  unit: string,
  reason: string,
  interval?: Measure['interval'],
) => Measure;

function sittingMeasures(
  pattern: SittingPattern,
  sittingMin: number,
  coverage: number,
  { posture, sitting }: SummaryParams,
): Measure[] {
  const hash = parameterHash({ posture, sitting, model: MODEL_HASH });
  // Nothing seen is no count of nothing. A bout that began in the span says that something was seen.
  const seen = coverage > 0 || pattern.bouts > 0;
  const measure: MakeMeasure = (id, value, unit, reason, interval = null) => ({
    id,
    value,
    unit,
    coverage,
    interval: value === null ? null : interval,
    algorithm: SITTING_ALGORITHM,
    parameterHash: hash,
    reason: value === null ? (seen ? reason : NOTHING_KNOWN) : null,
  });
  const noBout = 'no sitting bout begins in the span';
  const count = (id: string, value: number): Measure => measure(id, seen ? value : null, '1', NOTHING_KNOWN);
  const perHour = sittingMin >= MIN_SITTING_FOR_RATE_MIN ? (pattern.breaks * MIN_PER_H) / sittingMin : null;
  return [
    count('sitting_bouts', pattern.bouts),
    count('sitting_breaks', pattern.breaks),
    measure('breaks_per_sitting_hour', perHour, '1/h', `needs ${MIN_SITTING_FOR_RATE_MIN} min of sitting`),
    ...sitting.prolongedMin.map((m, i) => count(`sitting_bouts_${m}min`, pattern.prolonged[i]!)),
    measure('sitting_bout_longest', pattern.longestMin, 'min', noBout),
    measure('sitting_bout_median', pattern.medianMin, 'min', noBout, pattern.intervals?.median),
    ...fragmentationMeasures(pattern, sitting, measure),
    measure('since_break', pattern.sinceBreakMin, 'min', 'not sitting at the end of the span'),
  ];
}

function fragmentationMeasures(
  pattern: SittingPattern,
  { fragmentationMinBouts, powerLawShortestMin }: SittingParams,
  measure: MakeMeasure,
): Measure[] {
  const few = `needs at least ${fragmentationMinBouts} sitting bouts, there are ${pattern.bouts}`;
  const fewLong = `needs at least ${fragmentationMinBouts} sitting bouts of ${powerLawShortestMin} min or longer`;
  const notFitted = `${few}, or the fit fails`;
  const { alpha, alphaStandardError, intervals: of } = pattern;
  const spread = (alphaStandardError ?? 0) * NORMAL_95;
  const ofAlpha: Measure['interval'] = alpha === null ? null : [alpha - spread, alpha + spread];
  return [
    measure('sitting_bout_usual', pattern.usualBoutMin, 'min', few, of?.usual),
    measure('sitting_bout_usual_fitted', pattern.usualBoutFittedMin, 'min', notFitted),
    measure('sitting_gini', pattern.gini, '1', few, of?.gini),
    measure('sitting_alpha', alpha, '1', powerLawShortestMin === null ? few : fewLong, ofAlpha),
    measure('sitting_transition_rate', pattern.transitionPerH, '1/h', few, perHourOf(of?.transition)),
    measure('sitting_hazard', pattern.hazard, '1', few),
  ];
}

function perHourOf(interval: Measure['interval'] | undefined): Measure['interval'] {
  return interval ? [interval[0] * MIN_PER_H, interval[1] * MIN_PER_H] : null;
}

/** A measure that nothing here computes yet, or that the source cannot give. */
export function notAvailable(id: string, unit: string, algorithm: string, reason: string): Measure {
  const hash = parameterHash({});
  return { id, value: null, unit, coverage: 0, interval: null, algorithm, parameterHash: hash, reason };
}
