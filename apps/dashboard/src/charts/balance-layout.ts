/** Where things stand on a scale from left to right, as shares of its width. */
export interface BalanceLayout {
  readonly limit: number;
  readonly point: number;
  readonly interval: readonly [number, number] | null;
  readonly usual: readonly [number, number] | null;
}

export interface Balance {
  /** -1 all to the left, 1 all to the right. */
  readonly asymmetry: number;
  readonly interval: readonly [number, number] | null;
  /** The wearer's own middle half. */
  readonly usual: readonly [number, number] | null;
  /** Of the scale; without it the closest that holds everything. */
  readonly limit?: number;
}

const LIMITS = [0.2, 0.5, 1];

/** The closest scale that holds the interval; the middle is even. */
export function balanceLayout({ asymmetry, interval, usual, limit: wanted }: Balance): BalanceLayout {
  const held = [asymmetry, ...(interval ?? []), ...(usual ?? [])];
  const most = Math.max(...held.map(Math.abs));
  const limit = wanted ?? LIMITS.find((each) => most <= each) ?? 1;
  const at = (value: number): number => Math.min(1, Math.max(0, (value / limit + 1) / 2));
  const span = (range: Balance['interval']) => range && ([at(range[0]), at(range[1])] as const);
  return { limit, point: at(asymmetry), interval: span(interval), usual: span(usual) };
}

/** What may be said: even unless the whole interval lies on one side. */
export type Leaning = 'even' | 'left' | 'right' | 'unsure';

/** Less than this is even, whatever the interval. */
const EVEN = 0.05;

export function leaningOf({ asymmetry, interval }: Balance): Leaning {
  if (interval === null) return 'unsure';
  if (interval[0] > 0 && asymmetry > EVEN) return 'right';
  if (interval[1] < 0 && asymmetry < -EVEN) return 'left';
  return Math.abs(asymmetry) <= EVEN ? 'even' : 'unsure';
}
