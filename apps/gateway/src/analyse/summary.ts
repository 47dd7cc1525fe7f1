import {
  type AxesMounting,
  type Bout,
  type LoadTally,
  type Measure,
  type MountingState,
  type RotationEvent,
  type StateSeconds,
  summariseCounts,
  summariseRotation,
  type TrunkExposure,
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
  readonly rotations: readonly RotationEvent[];
  readonly load: LoadTally;
  readonly exposure: TrunkExposure;
}

/** `summary.json`: the same bytes for the same recording and options. */
export function summaryText(input: SummaryInput): string {
  const { recording } = input;
  const summary = {
    format: 'plumbline-summary@1',
    recording,
    axes: input.axes?.axes ?? null,
    mounting: input.mounting,
    measures: measuresOf(input).map(rounded),
    exposureVariation: input.exposure.variation(),
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

const US_PER_S = 1e6;

function measuresOf({ recording, counts, bouts, rotations, load, exposure }: SummaryInput): Measure[] {
  const { startUs, endUs, rateHz, hasGyro, samples, ignoredSamples } = recording;
  const spanS = (endUs - startUs) / US_PER_S;
  const coverage = spanS > 0 ? Math.min(1, (samples - ignoredSamples) / (spanS * rateHz)) : 0;
  return [
    ...summariseCounts(counts, bouts, recording),
    ...summariseRotation({ events: rotations, span: recording, hasGyro, coverage }),
    ...load.measures(spanS, null),
    ...exposure.measures(spanS),
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
