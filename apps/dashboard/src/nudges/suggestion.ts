import type { NudgeLog } from '@plumbline/contract';

/** An older one is not worth a notification any more: the wearer may have got up long ago. */
const FRESH_US = 5 * 60e6;

export type Suggestion = NudgeLog['log'][number];

/** The wearer has got up, or has said that it does not suit now: "you have been sitting" would no longer be true. */
const ANSWERED: ReadonlySet<Suggestion['reason']> = new Set([
  'not_sitting',
  'not_worn',
  'meeting',
  'paused',
  'snoozed',
  'stopped_for_today',
]);

/** The latest suggestion, when it is of the last minutes, later than the one that was shown, and was not answered. */
export function freshSuggestion(log: NudgeLog['log'], shownUs: number, nowUs: number): Suggestion | null {
  const last = log.findLast(({ nudge }) => nudge);
  if (last === undefined || last.tUs <= shownUs || nowUs - last.tUs > FRESH_US) return null;
  return log.some(({ tUs, reason }) => tUs > last.tUs && ANSWERED.has(reason)) ? null : last;
}
