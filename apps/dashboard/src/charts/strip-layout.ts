import type { Bout, PostureState } from '@plumbline/core';

const HOUR_US = 3_600_000_000;
const EDGE_US = HOUR_US / 2;
/** The first minutes should not fill the whole width. */
const MIN_RANGE_US = HOUR_US;
/** More would not be read faster. */
export const MAX_TICKS = 8;
const TICK_STEPS_H = [0.25, 0.5, 1, 2, 3, 4, 6];

export interface Range {
  readonly startUs: number;
  readonly endUs: number;
}

export interface Day extends Range {
  readonly bouts: readonly Bout[];
}

/**
 * The stretch of the day worth drawing: from the half hour of the first bout to the one after the last, at least
 * an hour, within the day. They are counted from the day's start, so a day of 23 or 25 hours works too.
 */
export function stripRange({ startUs, endUs, bouts }: Day): Range {
  const firstUs = bouts[0]?.startUs ?? startUs;
  const lastUs = bouts.at(-1)?.endUs ?? firstUs;
  const fromUs = startUs + Math.floor(Math.max(0, firstUs - startUs) / EDGE_US) * EDGE_US;
  const wishedUs = Math.max(
    fromUs + MIN_RANGE_US,
    startUs + Math.ceil((lastUs - startUs) / EDGE_US) * EDGE_US,
  );
  const toUs = Math.min(endUs, wishedUs);
  return { startUs: Math.max(startUs, Math.min(fromUs, toUs - MIN_RANGE_US)), endUs: toUs };
}

/** Moments to label, hours or round parts of them, few enough to stand apart. */
export function hourTicks({ startUs, endUs }: Range, dayStartUs: number, maxTicks = MAX_TICKS): number[] {
  const hours = (endUs - startUs) / HOUR_US;
  const step = (TICK_STEPS_H.find((h) => hours / h <= maxTicks) ?? 6) * HOUR_US;
  const ticks: number[] = [];
  const first = dayStartUs + Math.ceil((startUs - dayStartUs) / step) * step;
  for (let tUs = first; tUs <= endUs; tUs += step) ticks.push(tUs);
  return ticks;
}

export function isWholeHour(tUs: number, dayStartUs: number): boolean {
  return (tUs - dayStartUs) % HOUR_US === 0;
}

/** Share of the strip's height: the more upright, the taller; what is not known takes all of it, hatched. */
const HEIGHTS: Record<PostureState, number> = {
  lying: 0.28,
  sitting: 0.5,
  standing: 0.76,
  walking: 1,
  running: 1,
  cycling: 0.62,
  unknown: 1,
  not_worn: 1,
};

/** Bouts narrower than this on the screen still show as a hairline. */
const MIN_WIDTH_PX = 1;

export interface StripPath {
  readonly state: PostureState;
  readonly d: string;
}

/** One path per posture, however many bouts there are. */
export function stripPaths(
  bouts: readonly Bout[],
  range: Range,
  widthPx: number,
  heightPx: number,
): StripPath[] {
  const paths = new Map<PostureState, string>();
  const x = (tUs: number) => xAt(range, tUs) * widthPx;
  for (const { startUs, endUs, state } of bouts) {
    if (endUs <= range.startUs || startUs >= range.endUs) continue;
    const left = x(startUs);
    const width = Math.max(MIN_WIDTH_PX, x(endUs) - left);
    const top = heightPx * (1 - HEIGHTS[state]);
    const d = `M${left.toFixed(1)} ${top.toFixed(1)}h${width.toFixed(1)}V${heightPx}h${(-width).toFixed(1)}Z`;
    paths.set(state, (paths.get(state) ?? '') + d);
  }
  return [...paths].map(([state, d]) => ({ state, d }));
}

/** Share of the strip's width, 0 to 1. */
export function xAt({ startUs, endUs }: Range, tUs: number): number {
  return Math.min(1, Math.max(0, (tUs - startUs) / (endUs - startUs)));
}

/** The bout at a moment, else the nearest one; -1 without bouts. */
export function boutAt(bouts: readonly Bout[], tUs: number): number {
  let best = -1;
  let bestUs = Number.POSITIVE_INFINITY;
  for (const [index, { startUs, endUs }] of bouts.entries()) {
    const awayUs = tUs < startUs ? startUs - tUs : Math.max(0, tUs - endUs + 1);
    if (awayUs < bestUs) {
      best = index;
      bestUs = awayUs;
    }
  }
  return best;
}

/** Seconds spent in each posture, longest first. */
export function totals(bouts: readonly Bout[]): { readonly state: PostureState; readonly seconds: number }[] {
  const sums = new Map<PostureState, number>();
  for (const { state, startUs, endUs } of bouts) {
    sums.set(state, (sums.get(state) ?? 0) + (endUs - startUs) / 1e6);
  }
  return [...sums].map(([state, seconds]) => ({ state, seconds })).sort((a, b) => b.seconds - a.seconds);
}
