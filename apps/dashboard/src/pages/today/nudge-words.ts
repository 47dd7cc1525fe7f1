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

/** Nothing comes now, whatever the wearer does. */
const CLOSED: ReadonlySet<string> = new Set(['outside_active_hours', 'quiet_hours']);

/** What the wearer set or the clock says holds with samples or without; all else is of when the last one came. */
const WITHOUT_SAMPLES: ReadonlySet<string> = new Set([...HELD, ...CLOSED, 'daily_cap']);

/** When a break is suggested next, and what that rests on; `isCurrent`: samples come. */
export function nudgeWords(decision: NudgeDecision | null, timeZone: string, isCurrent: boolean): NudgeWords {
  if (decision === null || isCurrent || WITHOUT_SAMPLES.has(decision.reason))
    return wordsOf(decision, timeZone);
  const why = t('today.nudge.whyNoSamples');
  return { ...wordsOf(decision, timeZone), when: t('today.nudge.none'), text: null, why, due: false };
}

function wordsOf(decision: NudgeDecision | null, timeZone: string): NudgeWords {
  if (decision === null) {
    const why = t('today.nudge.whyNone');
    return { when: t('today.nudge.none'), text: null, why, count: null, held: false, due: false };
  }
  const { nudge, reason, givenToday, dailyCap } = decision;
  const unbroken = formats.duration(decision.unbrokenS ?? 0);
  return {
    ...whenOf(decision, unbroken, timeZone),
    why: t(`today.nudge.why.${reason}`, { unbroken, limit: formats.duration(decision.limitS) }),
    count: t('today.nudge.given', { given: givenToday, count: dailyCap }),
    held: HELD.has(reason),
    due: nudge,
  };
}

function whenOf(
  { nudge, reason, nextUs }: NudgeDecision,
  unbroken: string,
  timeZone: string,
): Pick<NudgeWords, 'when' | 'text'> {
  if (nudge) return { when: t('today.nudge.now'), text: t('today.nudge.nowText', { unbroken }) };
  if (nextUs === null) return { when: t('today.nudge.none'), text: null };
  const time = formats.clock(nextUs, timeZone);
  if (CLOSED.has(reason)) return { when: t('today.nudge.notBefore', { time }), text: null };
  return { when: t('today.nudge.at', { time }), text: t('today.nudge.atText') };
}
