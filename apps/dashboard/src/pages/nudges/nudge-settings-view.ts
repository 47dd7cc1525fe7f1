import type { NudgeLog, NudgeSettings } from '@plumbline/contract';
import { formats, t } from '../../locales/t.ts';

export const MIN_PER_H = 60;
const MIN_PER_DAY = 24 * MIN_PER_H;
const S_PER_MIN = 60;

export type Hours = NudgeSettings['activeHours'];

/** `07:30`, as a time field has it; the end of the day is 23:59 there. */
export function timeOf(minutes: number): string {
  const shown = Math.min(minutes, MIN_PER_DAY - 1);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(shown / MIN_PER_H))}:${two(shown % MIN_PER_H)}`;
}

/** Null: not a time. The last minute of the day means its end. */
export function minutesOf(time: string): number | null {
  const found = /^(\d{2}):(\d{2})/.exec(time);
  if (!found) return null;
  const minutes = Number(found[1]) * MIN_PER_H + Number(found[2]);
  return minutes >= MIN_PER_DAY - 1 ? MIN_PER_DAY : minutes;
}

const LUNCH: Hours = { fromMin: 12 * MIN_PER_H, toMin: 13 * MIN_PER_H };

export function withQuiet(settings: NudgeSettings): NudgeSettings {
  return { ...settings, quietHours: [...settings.quietHours, LUNCH] };
}

export function withoutQuiet(settings: NudgeSettings, index: number): NudgeSettings {
  return { ...settings, quietHours: settings.quietHours.filter((_, i) => i !== index) };
}

export function changeQuiet(settings: NudgeSettings, index: number, hours: Hours): NudgeSettings {
  return { ...settings, quietHours: settings.quietHours.map((each, i) => (i === index ? hours : each)) };
}

export interface LogLine {
  readonly tUs: number;
  readonly what: string;
  readonly why: string;
  readonly suggested: boolean;
}

/** Newest first. */
export function logLines(log: NudgeLog['log'], suggestionsOnly: boolean): LogLine[] {
  return log
    .filter(({ nudge }) => nudge || !suggestionsOnly)
    .map(({ tUs, nudge, reason, unbrokenS, limitS }) => ({
      tUs,
      suggested: nudge,
      what: t(nudge ? 'nudges.log.suggested' : 'nudges.log.held'),
      why: t(`today.nudge.why.${reason}`, {
        unbroken: formats.duration(unbrokenS ?? 0),
        limit: formats.duration(limitS),
      }),
    }))
    .toReversed();
}

export const secondsOf = (minutes: number): number => Math.round(minutes * S_PER_MIN);
export const minutesOfSeconds = (seconds: number): number => seconds / S_PER_MIN;
