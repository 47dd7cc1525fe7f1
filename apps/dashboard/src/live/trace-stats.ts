import type { Angle, TraceColumns } from './trace-ring.ts';

/** Two neighbours further apart than this have samples missing between them. */
export const GAP_US = 250_000;

const US_PER_S = 1_000_000;

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest value since `fromUs`, null when there is none. */
export function extent(columns: TraceColumns, angle: Angle, fromUs: number): Extent | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < columns.n; i++) {
    const value = columns[angle][i]!;
    if (columns.tUs[i]! < fromUs || Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high < low ? null : { low, high };
}

export function hasGap({ n, tUs }: TraceColumns): boolean {
  for (let i = 1; i < n; i++) if (tUs[i]! - tUs[i - 1]! > GAP_US) return true;
  return false;
}

/** Means over one second `[tUs, tUs + 1 s)`, null where there is no value. */
export interface TraceSecond {
  readonly tUs: number;
  readonly flexionDeg: number | null;
  readonly sideBendDeg: number | null;
  readonly rotationDeg: number | null;
  readonly tiltDeg: number | null;
}

/** Every whole second from `fromUs` to `toUs`, also those without samples; oldest first. */
export function secondsOf(columns: TraceColumns, fromUs: number, toUs: number): TraceSecond[] {
  const seconds: TraceSecond[] = [];
  const first = Math.ceil(fromUs / US_PER_S);
  const last = Math.floor(toUs / US_PER_S);
  let i = 0;
  for (let second = first; second <= last; second++) {
    const startUs = second * US_PER_S;
    while (i < columns.n && columns.tUs[i]! < startUs) i++;
    let end = i;
    while (end < columns.n && columns.tUs[end]! < startUs + US_PER_S) end++;
    seconds.push(meansOf(columns, startUs, i, end));
    i = end;
  }
  return seconds;
}

function meansOf(columns: TraceColumns, tUs: number, start: number, end: number): TraceSecond {
  const mean = (angle: Angle) => meanOf(columns[angle], start, end);
  return {
    tUs,
    flexionDeg: mean('flexionDeg'),
    sideBendDeg: mean('sideBendDeg'),
    rotationDeg: mean('rotationDeg'),
    tiltDeg: mean('tiltDeg'),
  };
}

function meanOf(values: Float64Array, start: number, end: number): number | null {
  let sum = 0;
  let count = 0;
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += values[i]!;
    count++;
  }
  return count === 0 ? null : sum / count;
}
