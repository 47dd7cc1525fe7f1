import type { LoadRow } from '../../pipeline/outputs.ts';
import { NORMAL_95 } from '../student.ts';

const US_PER_S = 1e6;
const HOUR_S = 3600;
/** Fewer ratings say nothing about a correlation. */
const LEAST_RATINGS = 10;

/** A rating of discomfort by the wearer, CR-10 (0 to 10). */
export interface DiscomfortRating {
  readonly tUs: number;
  readonly discomfort: number;
}

/** Each part of the load in the hour before a rating; null where it was not known. */
export interface LoadBefore {
  /** Highest share of a holding budget that was used up. */
  readonly holding: number | null;
  /** Mean creep. */
  readonly creep: number | null;
  /** Mean of shifts and fidgets per 15 min; less is more still. */
  readonly movements: number | null;
}

export type LoadPart = keyof LoadBefore;
export const LOAD_PARTS: readonly LoadPart[] = ['holding', 'creep', 'movements'];

/** Rank correlation of one part with discomfort within one wearer; null with the reason where there is none. */
export interface PartCorrelation {
  readonly part: LoadPart;
  readonly ratings: number;
  readonly rho: number | null;
  /** 95 %, by Fisher's z with the variance of Bonett & Wright 2000. */
  readonly interval: readonly [number, number] | null;
  readonly reason: string | null;
}

/** Rows in order of time. */
export function loadBefore(rows: readonly LoadRow[], tUs: number, windowS: number = HOUR_S): LoadBefore {
  const within = rows.filter((row) => row.tUs <= tUs && row.tUs > tUs - windowS * US_PER_S);
  const known = (of: (row: LoadRow) => number | null | undefined): number[] =>
    within.flatMap((row) => of(row) ?? []);
  const moved = known(({ shifts15min, fidgets15min }) =>
    shifts15min === null || fidgets15min === null ? null : shifts15min + fidgets15min,
  );
  const held = known(({ budgetShare }) => budgetShare);
  return {
    holding: within.length === 0 ? null : Math.max(0, ...held),
    creep: mean(known(({ creep }) => creep)),
    movements: mean(moved),
  };
}

/** Each part against what the wearer said, so that everybody sees what, if anything, goes with their discomfort. */
export function compareDiscomfort(
  ratings: readonly DiscomfortRating[],
  rows: readonly LoadRow[],
): PartCorrelation[] {
  const before = ratings.map(({ tUs }) => loadBefore(rows, tUs));
  return LOAD_PARTS.map((part) => {
    const pairs = ratings.flatMap(({ discomfort }, i): [number, number][] => {
      const load = before[i]![part];
      return load === null || !Number.isFinite(discomfort) ? [] : [[load, discomfort]];
    });
    return correlate(part, pairs);
  });
}

function correlate(part: LoadPart, pairs: readonly (readonly [number, number])[]): PartCorrelation {
  const n = pairs.length;
  const none = (reason: string): PartCorrelation => ({ part, ratings: n, rho: null, interval: null, reason });
  if (n < LEAST_RATINGS) return none(`${n} ratings with a known load, ${LEAST_RATINGS} are needed`);
  const rho = pearson(ranks(pairs.map(([load]) => load)), ranks(pairs.map(([, said]) => said)));
  if (rho === null) return none('one of them never changed');
  const z = Math.atanh(Math.min(1 - 1e-9, Math.max(-1 + 1e-9, rho)));
  const half = NORMAL_95 * Math.sqrt((1 + rho ** 2 / 2) / (n - 3));
  return { part, ratings: n, rho, interval: [Math.tanh(z - half), Math.tanh(z + half)], reason: null };
}

/** From 1; equal values share their mean rank. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

function pearson(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [mean(a)!, mean(b)!];
  const sum = (of: (i: number) => number): number => a.reduce((total, _, i) => total + of(i), 0);
  const ab = sum((i) => (a[i]! - meanA) * (b[i]! - meanB));
  const size = Math.sqrt(sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2));
  return size > 0 ? ab / size : null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
