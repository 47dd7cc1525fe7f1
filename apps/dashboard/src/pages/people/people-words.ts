import type { AttentionCode, OverviewEntry } from '@plumbline/contract';
import { dateAfter, dateIn } from '../../locales/dates.ts';
import { readerZone } from '../../locales/reader-zone.ts';
import { isOneYear } from '../../locales/span.ts';
import { formats, t } from '../../locales/t.ts';
import { pointsWords } from '../../measures/measure-words.ts';

const US_PER_MS = 1000;
const S_PER_MIN = 60;

export function attentionWords(code: AttentionCode, { lastDate, untilUs }: OverviewEntry): string {
  const dates: Partial<Record<AttentionCode, string>> = {
    silent: lastDate === null ? '' : formats.date(lastDate),
    consent_ends: untilUs === null ? '' : dayWords(untilUs),
  };
  return t(`people.code.${code}`, { date: dates[code] ?? '' });
}

/** `21 Nov` by the reader's clock, with the year where it is another one: access may end in the next. */
export function dayWords(tUs: number, nowMs = Date.now()): string {
  const date = dateIn(readerZone(), tUs);
  const thisYear = isOneYear(date, dateIn(readerZone(), nowMs * US_PER_MS));
  return (thisYear ? formats.date : formats.dateOfYear)(date);
}

export function untilWords(untilUs: number | null): string {
  return untilUs === null ? t('people.unlimited') : t('people.until', { date: dayWords(untilUs) });
}

export function scopeWords(scopes: OverviewEntry['scopes']): string {
  return formats.list(scopes.map((scope) => t(`people.scope.${scope}`)));
}

/** `today`, `yesterday`, `3 Mar`, by the wearer's clock; where the reader has another date, it is said whose day it is. */
export function lastDataWords({ lastDate, timeZone }: OverviewEntry, nowMs: number): string {
  if (lastDate === null) return t('people.noData');
  const date = formats.date(lastDate);
  const today = dateIn(timeZone, nowMs * US_PER_MS);
  const there = today !== dateIn(readerZone(), nowMs * US_PER_MS);
  if (lastDate === today) return t(there ? 'people.todayThere' : 'people.today', { date });
  if (lastDate !== dateAfter(today, -1)) return date;
  return t(there ? 'people.yesterdayThere' : 'people.yesterday', { date });
}

export function wornWords({ wornMin }: OverviewEntry): string {
  if (wornMin === null) return t('people.noData');
  return t('people.wornPerDay', { duration: formats.duration(wornMin * S_PER_MIN) });
}

export interface TrendWords {
  readonly level: string;
  readonly change: string;
  /** What of such a change is noise; null where it is not known. */
  readonly noise: string | null;
}

/** How much somebody sits, whether that changed, and what of it is noise. */
export function trendWords({ sittingShare }: OverviewEntry): TrendWords | null {
  const { mean, change, mdc95, direction } = sittingShare;
  if (mean === null) return null;
  return {
    level: t('people.sitting.ofWorn', { percent: formats.percent(mean) }),
    change: t(`people.sitting.${direction}`, { points: pointsWords(change ?? 0) }),
    noise: mdc95 === null ? null : t('people.sitting.noise', { points: pointsWords(mdc95) }),
  };
}
