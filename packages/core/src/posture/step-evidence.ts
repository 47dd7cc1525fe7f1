import { ringIndex } from '../signal/ring-index.ts';
import type { CellRing } from './cell-ring.ts';
import { GRID_HZ } from './uniform-grid.ts';
import type { AccRings, VerticalMotion } from './vertical-motion.ts';
import { spreadOfMagnitude } from './window-statistics.ts';

/** How a second moves, at the grain at which somebody starts and stops walking. m/s^2. */
export interface StepEvidence {
  /** Standard deviation of the acceleration's magnitude over the first and the second half of the second. */
  readonly firstHalfMps2: number;
  readonly secondHalfMps2: number;
  /** Root mean square of the acceleration across gravity. */
  readonly acrossMps2: number;
  /** Mean change of the magnitude from cell to cell, over 3 s. */
  readonly jerkMps2: number;
  /** Upward pushes: local maxima of the smoothed vertical acceleration above {@link STEP_MPS2}. */
  readonly steps: number;
  /** Over 3 s, how much the vertical repeats itself after a step and the magnitude after a stride, -1..1. */
  readonly stepRegularity: number;
  readonly strideRegularity: number;
}

const HALF_CELLS = (GRID_HZ + 1) / 2;
/** A push of a quiet step; standing still stays below it. */
const STEP_MPS2 = 0.4;
const SMOOTHING_REACH = 2;
/** 0.32 to 0.8 s, and 0.8 to 1.4 s. */
const STEP_CELLS = [8, 20] as const;
const STRIDE_CELLS = [20, 35] as const;
/** The second and one to either side. */
const WINDOW_CELLS = 3 * GRID_HZ;
/** Below a root mean square of 0.001 m/s^2 there is rounding and no movement. */
const LEAST_POWER = WINDOW_CELLS * 0.001 ** 2;

/** Of the second that begins with cell `first`; the second before and the one after it must be known. */
export function stepsOf(first: number, acc: AccRings, motion: VerticalMotion): StepEvidence {
  const columns = { x: acc.x.values, y: acc.y.values, z: acc.z.values };
  const end = first + GRID_HZ;
  fillLengths(acc, first - GRID_HZ);
  const jerkMps2 = meanChange();
  const strideRegularity = regularity(STRIDE_CELLS);
  motion.vertical.copy(first - GRID_HZ, window);
  for (let i = 0; i < WINDOW_CELLS; i++) if (Number.isNaN(window[i]!)) window[i] = 0;
  return {
    firstHalfMps2: spreadOfMagnitude(columns, first, first + HALF_CELLS),
    secondHalfMps2: spreadOfMagnitude(columns, end - HALF_CELLS, end),
    acrossMps2: rootMeanSquare(motion.across, first),
    jerkMps2,
    steps: countSteps(),
    strideRegularity,
    stepRegularity: regularity(STEP_CELLS),
  };
}

/** Lengths of the acceleration; an absent cell is as long as the one before it. */
function fillLengths({ x, y, z }: AccRings, from: number): void {
  const size = x.values.length;
  let at = ringIndex(from, size);
  let last = 0;
  for (let i = 0; i < WINDOW_CELLS; i++) {
    const length = Math.sqrt(x.values[at]! ** 2 + y.values[at]! ** 2 + z.values[at]! ** 2);
    if (++at === size) at = 0;
    if (!Number.isNaN(length)) last = length;
    window[i] = last;
  }
}

function meanChange(): number {
  let sum = 0;
  for (let i = 1; i < WINDOW_CELLS; i++) sum += Math.abs(window[i]! - window[i - 1]!);
  return sum / (WINDOW_CELLS - 1);
}

function rootMeanSquare(ring: CellRing, first: number): number {
  let sum = 0;
  let n = 0;
  for (let i = first; i < first + GRID_HZ; i++) {
    const value = ring.at(i);
    if (Number.isNaN(value)) continue;
    sum += value * value;
    n++;
  }
  return n > 0 ? Math.sqrt(sum / n) : 0;
}

/** Within the middle second of the window. */
function countSteps(): number {
  let steps = 0;
  let before = smoothed(GRID_HZ - 1);
  let here = smoothed(GRID_HZ);
  for (let i = GRID_HZ; i < 2 * GRID_HZ; i++) {
    const after = smoothed(i + 1);
    if (here > STEP_MPS2 && here > before && here >= after) steps++;
    before = here;
    here = after;
  }
  return steps;
}

function smoothed(i: number): number {
  let sum = 0;
  for (let k = i - SMOOTHING_REACH; k <= i + SMOOTHING_REACH; k++) sum += window[k]!;
  return sum / (2 * SMOOTHING_REACH + 1);
}

/** Largest autocorrelation of the window at these lags, -1..1; 0 when it varies by next to nothing. */
function regularity([shortest, longest]: readonly [number, number]): number {
  centre();
  const power = correlation(0);
  if (!(power > LEAST_POWER)) return 0;
  let best = -1;
  for (let lag = shortest; lag <= longest; lag++) {
    best = Math.max(best, (correlation(lag) * WINDOW_CELLS) / ((WINDOW_CELLS - lag) * power));
  }
  return best;
}

function centre(): void {
  let mean = 0;
  for (let i = 0; i < WINDOW_CELLS; i++) mean += window[i]! / WINDOW_CELLS;
  for (let i = 0; i < WINDOW_CELLS; i++) centred[i] = window[i]! - mean;
}

function correlation(lag: number): number {
  let sum = 0;
  for (let i = lag; i < WINDOW_CELLS; i++) sum += centred[i]! * centred[i - lag]!;
  return sum;
}

/** Used within one call only. */
const window = new Float64Array(WINDOW_CELLS);
const centred = new Float64Array(WINDOW_CELLS);
