import type { LoadPage, Today } from '@plumbline/contract';
import { LOAD_PARAMS } from '@plumbline/core';
import { toCsv } from '../../charts/csv.ts';
import type { LoadColumns, LoadRowName } from '../../charts/load-option.ts';
import { formats, type MessageKey, t } from '../../locales/t.ts';

const MIN_US = 60e6;
const S_PER_MIN = 60;

export interface MinuteLoad extends LoadColumns {
  /** Trunk band that the minute ended in. */
  readonly band: readonly string[];
}

/** The last row of each minute: what builds up over minutes does not need every ten seconds. */
export function byMinute(
  page: Pick<LoadPage, 'tUs' | 'band' | 'budgetShare' | 'creep' | 'unbrokenS'>,
): MinuteLoad {
  const last: number[] = [];
  page.tUs.forEach((tUs, i) => {
    const next = page.tUs[i + 1];
    if (next === undefined || Math.floor(next / MIN_US) !== Math.floor(tUs / MIN_US)) last.push(i);
  });
  return {
    tUs: last.map((i) => page.tUs[i]!),
    band: last.map((i) => page.band[i]!),
    holding: last.map((i) => capped(page.budgetShare[i])),
    creep: last.map((i) => page.creep[i] ?? null),
    unbrokenMin: last.map((i) => minutesOf(page.unbrokenS[i])),
  };
}

/** Beyond the limit the line stays at the top. */
function capped(share: number | null | undefined): number | null {
  return share === null || share === undefined ? null : Math.min(1, share);
}

function minutesOf(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : seconds / S_PER_MIN;
}

/** What the chart says in a sentence or three; null while nothing is known. */
export function loadSummary(load: MinuteLoad, now: Today['load']): string | null {
  const longest = peak(load.unbrokenMin);
  const stretch = peak(load.creep);
  const parts = [
    longest === null ? null : t('today.load.sumUnbroken', { longest: minuteWords(longest) }),
    stretch === null
      ? null
      : t('today.load.sumCreep', { now: shareWords(load.creep.at(-1)), peak: formats.percent(stretch) }),
    now?.shifts15min === null || now?.shifts15min === undefined
      ? null
      : t('today.load.sumStill', {
          shifts: formats.number(now.shifts15min),
          norm: LOAD_PARAMS.stillness.norm.shifts,
        }),
  ];
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(' ');
}

function peak(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

export function minuteWords(minutes: number | null | undefined): string {
  return minutes === null || minutes === undefined
    ? t('today.load.unknown')
    : formats.duration(minutes * S_PER_MIN);
}

export function shareWords(share: number | null | undefined): string {
  return share === null || share === undefined ? t('today.load.unknown') : formats.percent(share);
}

export function loadAt(load: MinuteLoad, i: number, timeZone: string): string {
  return t('today.load.at', {
    time: formats.clock(load.tUs[i]!, timeZone),
    unbroken: minuteWords(load.unbrokenMin[i]),
    creep: shareWords(load.creep[i]),
    holding: shareWords(load.holding[i]),
  });
}

export function lastOf(load: MinuteLoad, row: LoadRowName): string {
  return row === 'unbrokenMin' ? minuteWords(load.unbrokenMin.at(-1)) : shareWords(load[row].at(-1));
}

/** Newest first. */
export function loadTable(load: MinuteLoad, timeZone: string) {
  const rows = load.tUs.map((tUs, i) => [
    formats.clock(tUs, timeZone),
    minuteWords(load.unbrokenMin[i]),
    shareWords(load.creep[i]),
    shareWords(load.holding[i]),
    t(`today.load.band.${load.band[i]}` as MessageKey),
  ]);
  const head = [
    t('today.load.table.time'),
    ...(['unbrokenMin', 'creep', 'holding'] as const).map((row) => t(`today.load.rows.${row}`)),
    t('today.load.table.band'),
  ];
  return { head, rows: rows.toReversed() };
}

export function loadCsv(load: MinuteLoad): string {
  const head = ['t_us', 'unbroken_min', 'creep_share', 'holding_share', 'band'];
  return toCsv(
    head,
    load.tUs.map((tUs, i) => [tUs, load.unbrokenMin[i]!, load.creep[i]!, load.holding[i]!, load.band[i]!]),
  );
}
