import type { LoadRow } from '../../pipeline/outputs.ts';
import { student975 } from '../student.ts';
import { LOAD_PARAMS } from './load.params.ts';

const S_PER_MIN = 60;
/** How long before a rating the load is looked at, s. */
export const LOAD_BEFORE_S = 60 * S_PER_MIN;
/** Of it a part has to be known for so long, s. */
const LEAST_KNOWN_S = 15 * S_PER_MIN;
/** Fewer ratings, or ratings on fewer days, say nothing about a correlation. */
export const LEAST_RATINGS = 10;
export const LEAST_RATED_DAYS = 5;
/** Of a correlation of one, which has no place on the scale that Fisher's z makes of it. */
const ALMOST_ONE = 1 - 1e-9;
/** Sums of squares of ranks are multiples of a quarter, but for what division by the number of ratings leaves. */
const NOTHING = 1e-6;

/** Each part of the load in the hour before a rating; null where it was known for less than a quarter of it. */
export interface LoadBefore {
  /** Highest share of a holding budget that was used up. */
  readonly holding: number | null;
  /** Mean creep. */
  readonly creep: number | null;
  /** Mean of shifts and fidgets per 15 min of sitting; less is more still. */
  readonly movements: number | null;
}

export type LoadPart = keyof LoadBefore;
export const LOAD_PARTS = ['holding', 'creep', 'movements'] as const satisfies readonly LoadPart[];

/** What the wearer said (CR-10, 0 to 10), and the load in the hour before. */
export interface RatedLoad {
  readonly discomfort: number;
  readonly before: LoadBefore;
  /** Local date of the rating, and the first of its week. */
  readonly date: string;
  readonly week: string;
}

/** `hardly_changed`: the load or the rating was the same within each week, or differed on a single day. */
export const NO_CORRELATION = ['few_ratings', 'few_days', 'hardly_changed'] as const;

/** Rank correlation of one part with discomfort within one wearer; null with the reason where there is none. */
export interface PartCorrelation {
  readonly part: LoadPart;
  /** With a known load before them, and on how many days. */
  readonly ratings: number;
  readonly days: number;
  readonly rho: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  readonly reason: (typeof NO_CORRELATION)[number] | null;
}

/** Of rows as the load is told, what is compared with discomfort. */
export type ComparedRow = Pick<
  LoadRow,
  'band' | 'posture' | 'budgetShare' | 'creep' | 'shifts15min' | 'fidgets15min'
>;

/** The rows of the hour before a rating, and no others; each time once. */
export function loadBefore(rows: readonly ComparedRow[]): LoadBefore {
  const of = (pick: (row: ComparedRow) => number | null): number[] => rows.flatMap((row) => pick(row) ?? []);
  const held = of(({ band, budgetShare }) => (band === 'unknown' ? null : (budgetShare ?? 0)));
  // On the feet a row repeats what sitting came to last.
  const moved = of(({ posture = 'sitting', shifts15min, fidgets15min }) =>
    posture !== 'sitting' || shifts15min === null || fidgets15min === null
      ? null
      : shifts15min + fidgets15min,
  );
  return {
    holding: isEnough(held) ? Math.max(...held) : null,
    creep: meanOf(of(({ creep }) => creep)),
    movements: meanOf(moved),
  };
}

/** Each part against what the wearer said, so that everybody sees what, if anything, goes with their discomfort. */
export function compareDiscomfort(rated: readonly RatedLoad[]): PartCorrelation[] {
  return LOAD_PARTS.map((part) => {
    const known = rated.filter(
      ({ before, discomfort }) => before[part] !== null && Number.isFinite(discomfort),
    );
    const days = new Set(known.map(({ date }) => date)).size;
    const told = { part, ratings: known.length, days };
    const none = (reason: PartCorrelation['reason']): PartCorrelation => ({
      ...{ ...told, rho: null, interval: null, reason },
    });
    if (known.length < LEAST_RATINGS) return none('few_ratings');
    if (days < LEAST_RATED_DAYS) return none('few_days');
    const found = correlate(known, ranks(known.map(({ before }) => before[part]!)));
    return found === null ? none('hardly_changed') : { ...told, ...found, reason: null };
  });
}

/**
 * Ranks about the means of their week, so that what drifts over weeks goes with nothing; the interval from leaving out
 * one day at a time (jackknife, on Fisher's z), because ratings of one day are not independent. How often it holds the
 * truth stands in `README.md`. Null where nothing is left that differs.
 */
function correlate(
  rated: readonly RatedLoad[],
  load: readonly number[],
): Pick<PartCorrelation, 'rho' | 'interval'> | null {
  const said = ranks(rated.map(({ discomfort }) => discomfort));
  const weeks = new Map<string, Sums>();
  const days = new Map<string, { readonly week: string; readonly sums: Sums }>();
  rated.forEach(({ date, week }, i) => {
    weeks.set(week, withPair(weeks.get(week), load[i]!, said[i]!));
    days.set(date, { week, sums: withPair(days.get(date)?.sums, load[i]!, said[i]!) });
  });
  const all = [...weeks.values()].map(aboutMeans).reduce((a, b) => added(a, b, 1));
  const rho = correlation(all);
  const without = [...days.values()].map(({ week, sums }) => {
    const before = weeks.get(week)!;
    const changed = added(aboutMeans(added(before, sums, -1)), aboutMeans(before), -1);
    return correlation(added(all, changed, 1));
  });
  if (rho === null || without.includes(null)) return null;
  return { rho, interval: jackknifed(rho, without as number[]) };
}

function jackknifed(rho: number, without: readonly number[]): [number, number] {
  const n = without.length;
  const zs = without.map(toZ);
  const mean = zs.reduce((sum, z) => sum + z, 0) / n;
  const square = zs.reduce((sum, z) => sum + (z - mean) ** 2, 0);
  const half = student975(n - 1) * Math.sqrt(((n - 1) / n) * square);
  return [Math.tanh(toZ(rho) - half), Math.tanh(toZ(rho) + half)];
}

function toZ(rho: number): number {
  return Math.atanh(Math.min(ALMOST_ONE, Math.max(-ALMOST_ONE, rho)));
}

/** Of pairs of ranks: how many, their sums, and the sums of their products. */
interface Sums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}
const NO_SUMS: Sums = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };

function withPair(sums: Sums = NO_SUMS, x: number, y: number): Sums {
  return added(sums, { n: 1, x, y, xx: x * x, yy: y * y, xy: x * y }, 1);
}

function added(a: Sums, b: Sums, times: 1 | -1): Sums {
  return {
    ...{ n: a.n + times * b.n, x: a.x + times * b.x, y: a.y + times * b.y },
    ...{ xx: a.xx + times * b.xx, yy: a.yy + times * b.yy, xy: a.xy + times * b.xy },
  };
}

function aboutMeans({ n, x, y, xx, yy, xy }: Sums): Sums {
  if (n === 0) return NO_SUMS;
  return { n, x: 0, y: 0, xx: xx - (x * x) / n, yy: yy - (y * y) / n, xy: xy - (x * y) / n };
}

function correlation({ xx, yy, xy }: Sums): number | null {
  return xx < NOTHING || yy < NOTHING ? null : xy / Math.sqrt(xx * yy);
}

/** From 1; equal values share their mean rank. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const found = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) found[order[i]!] = (from + 1 + to) / 2;
  }
  return found;
}

function isEnough(rows: readonly number[]): boolean {
  return rows.length * LOAD_PARAMS.rowS >= LEAST_KNOWN_S;
}

function meanOf(values: readonly number[]): number | null {
  return isEnough(values) ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
