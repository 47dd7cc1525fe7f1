import { ATTENTION_CODES, type AttentionCode, type OverviewEntry } from '@plumbline/contract';
import { detectableChangeBetween } from '@plumbline/core';
import { meanOf } from '../trends/trend-measures.ts';
import { later } from '../weeks/weeks.service.ts';
import type { OverviewRow } from './overview.repository.ts';

const HALF_DAYS = 14;
/** No data for longer than that is worth a question. */
const SILENT_DAYS = 3;
const ENDING_US = 14 * 86_400e6;
const MS_PER_DAY = 86_400_000;

/** One wearer from four weeks of days. */
export function toEntry(row: OverviewRow, nowUs: number): OverviewEntry {
  const { dates, valid, worn } = row;
  const entry = {
    ...{ wearer: row.wearer, name: row.name, scopes: [...row.scopes], untilUs: row.untilUs },
    timeZone: row.timeZone,
    lastDate: dates.at(-1) ?? null,
    daysWithData: dates.length,
    validDays: valid.filter(Boolean).length,
    wornMin: meanOf('known_time', worn).mean,
    sittingShare: changeOf(row),
    response24h: row.response24h,
  };
  const attentionCodes = attentionFor(entry, row.today, nowUs);
  return { ...entry, attention: attentionCodes.map((code) => inWords(code, entry)), attentionCodes };
}

/** The last two weeks against the two before; less than the wearer's own noise, the larger of both halves, is the same. */
function changeOf({ dates, valid, shares, today }: OverviewRow): OverviewEntry['sittingShare'] {
  const middle = later(today, 1 - HALF_DAYS);
  const counted = (belongs: (date: string) => boolean): number[] =>
    dates.flatMap((date, i) => (valid[i] && belongs(date) ? (shares[i] ?? []) : []));
  const [before, now] = [counted((date) => date < middle), counted((date) => date >= middle)];
  const recent = meanOf('sitting_share', now);
  const earlier = meanOf('sitting_share', before).mean;
  const { mdc95, reason } = detectableChangeBetween(before, now);
  const change = recent.mean === null || earlier === null ? null : recent.mean - earlier;
  if (change === null || mdc95 === null) {
    return {
      ...recent,
      change,
      mdc95,
      direction: 'unknown',
      reason: reason ?? 'needs both halves of four weeks',
    };
  }
  const direction = Math.abs(change) <= mdc95 ? 'same' : change > 0 ? 'more' : 'less';
  return { ...recent, change, mdc95, direction, reason: null };
}

type Judged = Omit<OverviewEntry, 'attention' | 'attentionCodes'>;

function attentionFor(entry: Judged, today: string, nowUs: number): AttentionCode[] {
  if (!entry.scopes.includes('summary')) return ['no_summary'];
  const { lastDate, untilUs } = entry;
  const found: Partial<Record<AttentionCode, boolean>> = {
    worse_after: entry.response24h === 'worse',
    no_data: lastDate === null,
    silent: lastDate !== null && daysBetween(lastDate, today) > SILENT_DAYS,
    sits_more: entry.sittingShare.direction === 'more',
    consent_ends: untilUs !== null && untilUs - nowUs < ENDING_US,
  };
  return ATTENTION_CODES.filter((code) => found[code]);
}

function inWords(code: AttentionCode, { lastDate }: Judged): string {
  switch (code) {
    case 'worse_after':
      return 'Felt worse the day after.';
    case 'no_data':
      return 'No data in four weeks.';
    case 'silent':
      return `No data since ${lastDate}.`;
    case 'sits_more':
      return 'Sits more than two weeks ago, beyond the usual noise.';
    case 'consent_ends':
      return 'The consent ends soon.';
    case 'no_summary':
      return 'The consent does not open summaries.';
  }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
}

/** Those with most to look at first, then by name. */
export function byAttention(a: OverviewEntry, b: OverviewEntry): number {
  return (
    b.attention.length - a.attention.length || a.name.localeCompare(b.name) || (a.wearer < b.wearer ? -1 : 1)
  );
}
