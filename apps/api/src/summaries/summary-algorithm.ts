import {
  CALENDAR_ALGORITHM,
  CALENDAR_PARAMS,
  DAY_PARAMS,
  LOAD_ALGORITHM,
  LOAD_PARAMS,
  type Measure,
  POSTURE_ALGORITHM,
  parameterHash,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  SITTING_ALGORITHM,
  type SummaryParams,
} from '@plumbline/core';

/** What a day's summary is told by. */
export const PARTS = [
  POSTURE_ALGORITHM,
  SITTING_ALGORITHM,
  ROTATION_ALGORITHM,
  LOAD_ALGORITHM,
  CALENDAR_ALGORITHM,
];

/** By what numbers the parts tell a day: each under its name, those that an analysis may set under `day`. */
export const paramsOfParts = (day: SummaryParams) => ({
  day,
  rotation: ROTATION_PARAMS,
  load: LOAD_PARAMS,
  calendar: CALENDAR_PARAMS,
});

/** What says a summary: each part with its version, and the hash of all parameters. Another name has rows of its own. */
export const summaryAlgorithm = (day: SummaryParams): string =>
  `${PARTS.join(' ')} #${parameterHash(paramsOfParts(day))}`;

export const SUMMARY_ALGORITHM = summaryAlgorithm(DAY_PARAMS);

/** `posture` of `posture@1.2.0`. */
export const kindOf = (algorithm: string): string => algorithm.split('@')[0]!;

/** The name of a summary with the versions whose rows it rests on: days before an upgrade are told by rows of before. */
export function restsOn(name: string, measures: readonly Pick<Measure, 'id' | 'algorithm'>[]): string {
  return PARTS.reduce((told, part) => {
    const said = measures.find(({ algorithm }) => kindOf(algorithm) === kindOf(part))?.algorithm ?? part;
    return told.replace(part, said.replaceAll(' and ', ' '));
  }, name);
}

/** The measures that are followed over months, kept apart so that a year of them is read at once. */
export const TREND_MEASURES = [
  'sitting_time',
  'standing_time',
  'walking_time',
  'lying_time',
  'known_time',
  'sitting_share',
  'sitting_breaks',
  'breaks_per_sitting_hour',
  'sitting_bouts_30min',
  'sitting_bout_longest',
  'sitting_bout_median',
  'sitting_bout_usual',
  'sitting_alpha',
  'rotation_asymmetry_all',
  'rotation_asymmetry_sitting',
  'rotation_asymmetry_standing',
  'load_holding',
  'load_holding_over_budget',
  'load_creep',
  'load_creep_peak',
  'load_shifts_15min',
  'load_fidgets_15min',
  'load_breaks',
  'load_break_creep_recovered',
] as const;
