import type { Today } from '@plumbline/contract';
import { type Day, stripRange } from '../../charts/strip-layout.ts';

const US_PER_S = 1e6;
/** When clocks go back. */
const LONGEST_DAY_US = 25 * 3_600e6;

export interface TodaySpan {
  /** From the first bout to now: what there is to see. */
  readonly whole: { readonly startUs: number; readonly endUs: number };
  readonly day: Day;
  /** Share of the time since the first bout whose posture is known. */
  readonly coverage: number | null;
  readonly knownS: number;
  readonly spanS: number;
}

/** What is asked of the day: the same question while it goes on. */
export function askedOf({ startUs }: Today): { readonly fromUs: number; readonly untilUs: number } {
  return { fromUs: startUs, untilUs: startUs + LONGEST_DAY_US };
}

const NOT_KNOWN: ReadonlySet<string> = new Set(['unknown', 'not_worn']);

/** What the day's pictures and numbers rest on. */
export function todaySpan({ startUs, endUs, bouts }: Today): TodaySpan {
  const first = bouts[0]?.startUs ?? startUs;
  const spanS = bouts.length === 0 ? 0 : Math.max(0, endUs - first) / US_PER_S;
  const knownS = bouts
    .filter(({ state }) => !NOT_KNOWN.has(state))
    .reduce((sum, bout) => sum + (bout.endUs - bout.startUs) / US_PER_S, 0);
  const day = { startUs, endUs: Math.max(endUs, bouts.at(-1)?.endUs ?? endUs), bouts };
  const coverage = spanS > 0 ? Math.min(1, knownS / spanS) : null;
  return { whole: stripRange(day), day, coverage, knownS, spanS };
}
