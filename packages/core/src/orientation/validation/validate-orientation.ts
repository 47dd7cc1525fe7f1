import { ORIENTATION_PARAMS, type OrientationParams } from '../orientation.params.ts';
import type { QuaternionColumns } from '../quaternion-columns.ts';
import {
  addGyroBias,
  type DownSampling,
  downSample,
  loseBursts,
  loseSingles,
  quantiseInt16,
  streamOf,
} from './degrade.ts';
import { filterStream, smoothStream } from './estimate.ts';
import { inclinationRmse, orientationErrors } from './metric.ts';
import type { ImuStream, OrientationTrial } from './trial.ts';

export const ORIENTATION_ALGORITHM = 'orientation@1.1.0';

export type OrientationQuantity = 'inclination' | 'inclination, best lag' | 'total' | 'heading drift';

/** One figure: the mean over trials, what it should reach (at most), and each trial's own. */
export interface OrientationFigure {
  readonly stream: string;
  readonly quantity: OrientationQuantity;
  readonly unit: 'deg' | 'deg/min';
  readonly value: number;
  readonly reach: number | null;
  readonly met: boolean | null;
  readonly perTrial: readonly { readonly trial: string; readonly value: number }[];
  /** The constant lag that was removed from all trials alike, ms; 0 for none. */
  readonly lagMs: number;
}

export interface OrientationValidationOptions {
  /** A source of numbers in [0, 1) for each seed; decides which samples are lost. */
  readonly createRandom: (seed: number) => () => number;
  readonly params: OrientationParams;
  readonly downSampling: DownSampling;
}

interface Case {
  readonly stream: string;
  readonly make: (trial: OrientationTrial, how: DownSampling, random: () => number) => ImuStream;
  readonly estimate: (stream: ImuStream, params: OrientationParams) => QuaternionColumns;
  readonly reach: Partial<Record<OrientationQuantity, number | null>>;
}

const BURST_US = 100_000;
const FIXED_LAG_S = 5;
const filter6D: Case['estimate'] = (stream, params) => filterStream(stream, params, false);
const filter9D: Case['estimate'] = (stream, params) => filterStream(stream, params, true);

function at(rateHz: number): Case['make'] {
  return (trial, how) => quantiseInt16(downSample(trial, rateHz, how));
}

/** The numbers to reach are the project's own, set from trials with the best published filters. */
const CASES: readonly Case[] = [
  {
    stream: '285.7 Hz',
    make: streamOf,
    estimate: filter6D,
    reach: { inclination: 0.9, 'inclination, best lag': 0.52 },
  },
  { stream: '100 Hz int16', make: at(100), estimate: filter6D, reach: inclinations(null, 0.52) },
  { stream: '50 Hz int16', make: at(50), estimate: filter6D, reach: inclinations(0.95, 0.56) },
  { stream: '25 Hz int16', make: at(25), estimate: filter6D, reach: inclinations(1.25, null) },
  { stream: '20 Hz int16', make: at(20), estimate: filter6D, reach: inclinations(1.6, null) },
  { stream: '10 Hz int16', make: at(10), estimate: filter6D, reach: inclinations(4.5, null) },
  {
    stream: '50 Hz int16, 1 % lost',
    make: (trial, how, random) => loseSingles(at(50)(trial, how, random), 0.01, random),
    estimate: filter6D,
    reach: inclinations(1.2, null),
  },
  {
    stream: '50 Hz int16, 2 % lost in 100 ms bursts',
    make: (trial, how, random) => loseBursts(at(50)(trial, how, random), 0.02, BURST_US, random),
    estimate: filter6D,
    reach: inclinations(3.5, null),
  },
  {
    stream: '50 Hz int16, fixed lag 5 s',
    make: at(50),
    estimate: (stream, params) => smoothStream(stream, params, FIXED_LAG_S),
    reach: inclinations(null, 0.4),
  },
  { stream: '285.7 Hz with magnetometer', make: streamOf, estimate: filter9D, reach: { total: 2.43 } },
  {
    stream: '50 Hz int16, 1 deg/s bias',
    make: (trial, how) => quantiseInt16(addGyroBias(downSample(trial, 50, how), 1)),
    estimate: filter6D,
    reach: { ...inclinations(null, null), 'heading drift': 3.8 },
  },
];

function inclinations(raw: number | null, bestLag: number | null): Case['reach'] {
  return { inclination: raw, 'inclination, best lag': bestLag };
}

type GivenOptions = Pick<OrientationValidationOptions, 'createRandom'> &
  Partial<OrientationValidationOptions>;

/**
 * Scores the orientation filter on recordings with optical truth: all streams of the table in the README, from
 * the recording's own rate down to 10 Hz, with rounding, loss and bias. Heading and total errors without
 * magnetometer are after removal of one constant heading offset per trial.
 */
export function validateOrientation(
  trials: readonly OrientationTrial[],
  options: GivenOptions,
): OrientationFigure[] {
  const steps = orientationValidation(trials, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** {@link validateOrientation} in steps of one trial, so that who waits for it can do something else between them. */
export function* orientationValidation(
  trials: readonly OrientationTrial[],
  options: GivenOptions,
): Generator<undefined, OrientationFigure[]> {
  const { createRandom, params = ORIENTATION_PARAMS, downSampling = 'filter' } = options;
  const figures: OrientationFigure[] = [];
  for (const { stream, make, estimate, reach } of CASES) {
    const estimates: QuaternionColumns[] = [];
    for (const [i, trial] of trials.entries()) {
      estimates.push(estimate(make(trial, downSampling, createRandom(i + 1)), params));
      yield;
    }
    for (const [quantity, atMost] of Object.entries(reach)) {
      figures.push(figure(stream, quantity as OrientationQuantity, atMost ?? null, trials, estimates));
      yield;
    }
  }
  return figures;
}

function figure(
  stream: string,
  quantity: OrientationQuantity,
  reach: number | null,
  trials: readonly OrientationTrial[],
  estimates: readonly QuaternionColumns[],
): OrientationFigure {
  const lagUs = quantity === 'inclination, best lag' ? bestLag(trials, estimates) : 0;
  const values = trials.map((trial, i) => measure(quantity, trial, estimates[i]!, lagUs));
  const value = mean(values);
  return {
    stream,
    quantity,
    unit: quantity === 'heading drift' ? 'deg/min' : 'deg',
    value,
    reach,
    met: reach === null ? null : value <= reach,
    perTrial: trials.map((trial, i) => ({ trial: trial.name, value: values[i]! })),
    lagMs: lagUs / 1000,
  };
}

function measure(
  quantity: OrientationQuantity,
  trial: OrientationTrial,
  estimate: QuaternionColumns,
  lagUs: number,
): number {
  if (quantity === 'total') return orientationErrors(trial, estimate, { alignHeading: false }).totalDeg;
  if (quantity === 'heading drift') {
    return Math.abs(orientationErrors(trial, estimate, { alignHeading: true }).driftDegPerMin);
  }
  return inclinationRmse(trial, estimate, lagUs);
}

const LAG_RANGE_US = 15_000;
const LAG_STEP_US = 250;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The one lag that makes the mean inclination error over all trials smallest (golden section). */
export function bestLag(
  trials: readonly OrientationTrial[],
  estimates: readonly QuaternionColumns[],
): number {
  const error = (lagUs: number): number =>
    mean(trials.map((t, i) => inclinationRmse(t, estimates[i]!, lagUs)));
  let low = -LAG_RANGE_US;
  let high = LAG_RANGE_US;
  while (high - low > LAG_STEP_US) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (error(left) < error(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
