import {
  type AxesMounting,
  type Bout,
  type Measure,
  type MountingState,
  notAvailable,
  type StateSeconds,
  summariseCounts,
} from '@plumbline/core';

export interface RecordingFacts {
  readonly samples: number;
  /** Samples that were not later than the one before; they change nothing. */
  readonly ignoredSamples: number;
  /** Half-open: from the first sample to one interval after the last. */
  readonly startUs: number;
  readonly endUs: number;
  readonly rateHz: number;
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
}

export interface SummaryInput {
  readonly recording: RecordingFacts;
  readonly axes: AxesMounting | null;
  readonly mounting: MountingState;
  readonly counts: StateSeconds;
  readonly bouts: readonly Bout[];
}

/** `summary.json`: the same bytes for the same recording and options. */
export function summaryText(input: SummaryInput): string {
  const { recording } = input;
  const measures = [...summariseCounts(input.counts, input.bouts, recording), ...notBuilt(recording.hasGyro)];
  const summary = {
    format: 'plumbline-summary@1',
    recording,
    axes: input.axes?.axes ?? null,
    mounting: input.mounting,
    measures: measures.map(rounded),
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

const NOT_BUILT = 'not available: this version does not compute it yet';
const NO_GYROSCOPE = 'not available: the source has no gyroscope';

function notBuilt(hasGyro: boolean): Measure[] {
  const rotation = hasGyro ? NOT_BUILT : NO_GYROSCOPE;
  return [
    notAvailable('rotation_asymmetry_sitting', '1', 'rotation@0', rotation),
    notAvailable('rotation_asymmetry_standing', '1', 'rotation@0', rotation),
    notAvailable('load_holding', 's', 'load@0', NOT_BUILT),
    notAvailable('load_creep', '1', 'load@0', NOT_BUILT),
    notAvailable('load_shifts_15min', '1', 'load@0', NOT_BUILT),
  ];
}

/** Nine significant digits: what differs beyond is the machine's arithmetic, not the wearer. */
const SIGNIFICANT_DIGITS = 9;

function rounded(measure: Measure): Measure {
  const round = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS));
  const { value, interval, coverage } = measure;
  return {
    ...measure,
    value: value === null ? null : round(value),
    coverage: round(coverage),
    interval: interval && [round(interval[0]), round(interval[1])],
  };
}
