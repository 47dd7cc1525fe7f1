import type { NudgeDecision } from '@plumbline/core';
import { formats, t } from '../../locales/t.ts';

export interface NudgeWords {
  /** `Around 14:32`, or that nothing is planned. */
  readonly when: string;
  readonly text: string | null;
  readonly why: string;
  readonly count: string | null;
  /** The wearer has put it off: it can go on. */
  readonly held: boolean;
  readonly due: boolean;
}

const HELD: ReadonlySet<string> = new Set(['paused', 'snoozed', 'stopped_for_today', 'meeting']);

/** When a break is suggested next, and what that rests on. */
export function nudgeWords(decision: NudgeDecision | null, timeZone: string): NudgeWords {
  if (decision === null) {
    const why = t('today.nudge.whyNone');
    return { when: t('today.nudge.none'), text: null, why, count: null, held: false, due: false };
  }
  const { nudge, reason, nextUs, givenToday, dailyCap } = decision;
  const unbroken = formats.duration(decision.unbrokenS ?? 0);
  return {
    ...whenOf(nudge, nextUs, unbroken, timeZone),
    why: t(`today.nudge.why.${reason}`, { unbroken, limit: formats.duration(decision.limitS) }),
    count: t('today.nudge.given', { given: givenToday, cap: dailyCap }),
    held: HELD.has(reason),
    due: nudge,
  };
}

function whenOf(
  due: boolean,
  nextUs: number | null,
  unbroken: string,
  timeZone: string,
): Pick<NudgeWords, 'when' | 'text'> {
  if (due) return { when: t('today.nudge.now'), text: t('today.nudge.nowText', { unbroken }) };
  if (nextUs === null) return { when: t('today.nudge.none'), text: null };
  return {
    when: t('today.nudge.at', { time: formats.clock(nextUs, timeZone) }),
    text: t('today.nudge.atText'),
  };
}
