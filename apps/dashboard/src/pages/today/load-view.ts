import type { LoadPage } from '@plumbline/contract';
import { LOAD_PARAMS } from '@plumbline/core';
import { toCsv } from '../../charts/csv.ts';
import { LOAD_ROWS, type LoadColumns, type LoadRowName } from '../../charts/load-option.ts';
import { formats, type MessageKey, t } from '../../locales/t.ts';

const MIN_US = 60e6;
const S_PER_MIN = 60;
/** What office workers usually do in 15 minutes. */
export const USUAL_SHIFTS = LOAD_PARAMS.stillness.norm.shifts;

export interface MinuteLoad extends LoadColumns {
  /** Trunk band that the minute ended in. */
  readonly band: readonly string[];
}

type LoadColumnsOfPage = Pick<
  LoadPage,
  'tUs' | 'band' | 'budgetShare' | 'creep' | 'unbrokenS' | 'shifts15min'
>;

/** The last row of each minute: what builds up over minutes does not need every ten seconds. */
export function byMinute(page: LoadColumnsOfPage): MinuteLoad {
  const last: number[] = [];
  page.tUs.forEach((tUs, i) => {
    const next = page.tUs[i + 1];
    if (next === undefined || Math.floor(next / MIN_US) !== Math.floor(tUs / MIN_US)) last.push(i);
  });
  return {
    tUs: last.map((i) => page.tUs[i]!),
    band: last.map((i) => page.band[i]!),
    holding: last.map((i) => held(page.budgetShare[i], page.band[i]!)),
    shifts: last.map((i) => page.shifts15min[i] ?? null),
    creep: last.map((i) => page.creep[i] ?? null),
    unbrokenMin: last.map((i) => minutesOf(page.unbrokenS[i])),
  };
}

/** Bands without a limit hold nothing; beyond the limit the line stays at the top. */
function held(share: number | null | undefined, band: string): number | null {
  if (share === null || share === undefined) return band === 'unknown' ? null : 0;
  return Math.min(1, share);
}

function minutesOf(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : seconds / S_PER_MIN;
}

/** `now`, or the time of the last minute once samples do not come. */
export function whenOf({ tUs }: MinuteLoad, isCurrent: boolean, timeZone: string): string {
  return isCurrent
    ? t('today.load.whenNow')
    : t('today.load.whenAt', { time: formats.clock(tUs.at(-1)!, timeZone) });
}

/** What the chart says, part by part; null while nothing is known. */
export function loadSummary(load: MinuteLoad, when: string): string | null {
  const said = [
    sittingSaid(load),
    stillnessSaid(load, when),
    stretchSaid(load, when),
    holdingSaid(load),
  ].filter((part) => part !== null);
  return said.length === 0 ? null : said.join(' ');
}

function sittingSaid(load: MinuteLoad): string | null {
  const longest = peak(load.unbrokenMin);
  return longest === null ? null : t('today.load.sumUnbroken', { longest: minuteWords(longest) });
}

function stillnessSaid(load: MinuteLoad, when: string): string | null {
  const shifts = load.shifts.at(-1);
  if (shifts === null || shifts === undefined) return null;
  return t('today.load.sumStill', { count: formats.number(shifts), norm: USUAL_SHIFTS, when });
}

function stretchSaid(load: MinuteLoad, when: string): string | null {
  const most = peak(load.creep);
  if (most === null) return null;
  return t('today.load.sumCreep', { when, now: shareWords(load.creep.at(-1)), peak: formats.percent(most) });
}

function holdingSaid(load: MinuteLoad): string | null {
  const most = peak(load.holding);
  return most === null ? null : t('today.load.sumHold', { peak: formats.percent(most) });
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

function countWords(count: number | null | undefined): string {
  return count === null || count === undefined ? t('today.load.unknown') : formats.number(count);
}

export function loadAt(load: MinuteLoad, i: number, timeZone: string): string {
  return t('today.load.at', {
    time: formats.clock(load.tUs[i]!, timeZone),
    unbroken: minuteWords(load.unbrokenMin[i]),
    shifts: countWords(load.shifts[i]),
    creep: shareWords(load.creep[i]),
    holding: shareWords(load.holding[i]),
  });
}

export function lastOf(load: MinuteLoad, row: LoadRowName, when: string): string {
  const last = load[row].at(-1);
  if (last === null || last === undefined) return t('today.load.unknown');
  const said = { unbrokenMin: minuteWords, shifts: countWords, creep: shareWords, holding: shareWords };
  return t('today.load.now', { value: said[row](last), when });
}

/** Newest first. */
export function loadTable(load: MinuteLoad, timeZone: string) {
  const rows = load.tUs.map((tUs, i) => [
    formats.clock(tUs, timeZone),
    minuteWords(load.unbrokenMin[i]),
    countWords(load.shifts[i]),
    shareWords(load.creep[i]),
    shareWords(load.holding[i]),
    t(`today.load.band.${load.band[i]}` as MessageKey),
  ]);
  const head = [
    t('today.load.table.time'),
    ...LOAD_ROWS.map((row) => t(`today.load.rows.${row}`)),
    t('today.load.table.band'),
  ];
  return { head, rows: rows.toReversed() };
}

export function loadCsv(load: MinuteLoad): string {
  const head = ['t_us', 'unbroken_min', 'shifts_15min', 'creep_share', 'holding_share', 'band'];
  return toCsv(
    head,
    load.tUs.map((tUs, i) => [
      tUs,
      load.unbrokenMin[i]!,
      load.shifts[i]!,
      load.creep[i]!,
      load.holding[i]!,
      load.band[i]!,
    ]),
  );
}
