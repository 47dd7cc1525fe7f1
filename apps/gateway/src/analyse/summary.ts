import {
  type BreakCredit,
  type DaySummary,
  type ExposureVariation,
  type Measure,
  type MountingEvent,
  type MountingState,
  NUDGE_ALGORITHM,
  parameterHash,
  summariseCounts,
  summariseRotation,
  summariseWeeks,
  type WeekSummary,
} from '@plumbline/core';
import type { AnalyseOptions } from './analyse-options.ts';
import type { AnalysisParameters } from './parameters.ts';
import type { Tallies } from './tallies.ts';
import type { ThighFacts, ThighSource } from './thigh-source.ts';

export interface RecordingFacts {
  readonly samples: number;
  /** Rows out of the order of time; they change nothing. */
  readonly ignoredSamples: number;
  /** Half-open: from the first sample to one interval after the last. */
  readonly startUs: number;
  readonly endUs: number;
  readonly rateHz: number;
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
}

/** A suggestion that would have been made, and what it rests on. */
export interface Suggestion {
  readonly tUs: number;
  readonly reason: string;
  readonly unbrokenS: number | null;
  readonly limitS: number;
  readonly givenToday: number;
  readonly dailyCap: number;
}

export interface NudgeSummary {
  readonly algorithm: string;
  readonly parameterHash: string;
  readonly note: string;
  readonly suggestions: readonly Suggestion[];
  /** Why there was no suggestion, and for how long; time without posture is in none of them. */
  readonly heldBack: readonly { readonly reason: string; readonly minutes: number }[];
}

/** Where upright and forward come from, what that is worth, and when the clip moved. */
export interface MountingSummary extends MountingState {
  /** Absent in analyses made before it was told. */
  readonly events?: readonly MountingEvent[];
}

/** `summary.json`. */
export interface AnalysisSummary {
  readonly format: 'plumbline-summary@1';
  readonly recording: RecordingFacts;
  readonly timeZone: string;
  readonly axes: readonly string[] | null;
  readonly useMag: boolean;
  readonly flexionRangeDeg: number | null;
  readonly mounting: MountingSummary;
  /** Absent where no second sensor was given: posture is the back's alone. */
  readonly thigh?: ThighFacts;
  readonly measures: readonly Measure[];
  readonly exposureVariation: ExposureVariation;
  readonly breaks: readonly BreakCredit[];
  readonly nudges: NudgeSummary;
  readonly days: readonly DaySummary[];
  readonly weeks: readonly WeekSummary[];
  readonly parameters: AnalysisParameters;
}

export interface SummaryInput {
  readonly recording: RecordingFacts;
  readonly options: AnalyseOptions;
  readonly mounting: MountingState;
  readonly tallies: Tallies;
  readonly thigh: ThighSource | null;
}

/** The same for the same recording and options. */
export function summarise({ recording, options, mounting, tallies, thigh }: SummaryInput): AnalysisSummary {
  const { parameters, flexionRangeDeg, timeZone, useMag, axes } = options;
  const context = { bouts: tallies.bouts, hasGyro: recording.hasGyro, flexionRangeDeg };
  const days = tallies.days.summaries(context);
  return {
    format: 'plumbline-summary@1',
    recording,
    timeZone,
    axes: axes?.axes ?? null,
    useMag,
    flexionRangeDeg,
    mounting: { ...mounting, events: [...tallies.mountingEvents.values()] },
    ...(thigh && { thigh: thigh.facts() }),
    measures: measuresOf(recording, options, tallies),
    exposureVariation: tallies.exposure.variation(),
    breaks: tallies.breaks,
    nudges: nudgesOf(tallies, parameters),
    days,
    weeks: summariseWeeks(days, parameters.calendar, parameters.rotation),
    parameters,
  };
}

export function summaryText(summary: AnalysisSummary): string {
  return `${JSON.stringify(rounded(summary), null, 2)}\n`;
}

const US_PER_S = 1e6;
const S_PER_MIN = 60;

function measuresOf(recording: RecordingFacts, options: AnalyseOptions, tallies: Tallies): Measure[] {
  const { startUs, endUs, hasGyro } = recording;
  const { parameters, flexionRangeDeg } = options;
  const spanS = (endUs - startUs) / US_PER_S;
  const coverage = spanS > 0 ? Math.min(1, tallies.sampledS / spanS) : 0;
  const turned = { events: tallies.rotations, span: recording, hasGyro, coverage };
  return [
    ...summariseCounts(tallies.counts, tallies.bouts, recording, parameters),
    ...summariseRotation(turned, parameters.rotation),
    ...tallies.load.measures(spanS, flexionRangeDeg),
    ...tallies.exposure.measures(spanS),
  ];
}

const NUDGE_NOTE =
  'what would have been suggested if nobody had followed it; no meetings, pauses or snoozes were known';

function nudgesOf(tallies: Tallies, { nudge }: AnalysisParameters): NudgeSummary {
  const given = tallies.nudges.filter((row) => row.nudge);
  const held = [...tallies.heldBackS].sort(([, a], [, b]) => b - a);
  return {
    algorithm: NUDGE_ALGORITHM,
    parameterHash: parameterHash(nudge),
    note: NUDGE_NOTE,
    suggestions: given.map(({ tUs, reason, unbrokenS, limitS, givenToday, dailyCap }) => ({
      tUs,
      reason,
      unbrokenS,
      limitS,
      givenToday,
      dailyCap,
    })),
    heldBack: held.map(([reason, seconds]) => ({ reason, minutes: seconds / S_PER_MIN })),
  };
}

/** Nine significant digits: what differs beyond is the machine's arithmetic, not the wearer. Times stay whole. */
const SIGNIFICANT_DIGITS = 9;

function rounded(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, rounded(v)]));
}
