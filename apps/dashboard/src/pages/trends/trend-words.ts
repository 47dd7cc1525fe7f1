import type { Trends } from '@plumbline/contract';
import { toCsv } from '../../charts/csv.ts';
import { spanDates } from '../../locales/span.ts';
import { formats, t } from '../../locales/t.ts';
import { amountWords, measureName, valueWords } from '../../measures/measure-words.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import { countedDays, type TrendMeasure, verdictOf } from './trend-view.ts';

const S_PER_MIN = 60;

/** The chart in a few sentences: how many days, the mean, what is usual, what is noise. */
export function trendSummary(trends: Trends, measure: TrendMeasure): string {
  const days = trends.dates.length;
  if (trends.wornMin.every((minutes) => minutes === null)) return t('trends.noData', { days });
  const { mean, interval, usual, mdc95, reason } = measure;
  if (mean === null) return t('trends.noDays', { days });
  const say = sayOf(measure);
  const summary = t('trends.summary', {
    count: countedDays(trends, measure),
    days,
    mean: say(mean),
    interval: interval ? t('trends.interval', { low: say(interval[0]), high: say(interval[1]) }) : '',
  });
  const own = usual && t('trends.usual', { low: say(usual.low), high: say(usual.high) });
  const noise =
    mdc95 === null ? reason && reasonWords(reason) : t('trends.mdc', { mdc: sizeOf(measure, mdc95) });
  return [summary, own, noise].filter((part) => part !== null).join(' ');
}

function sayOf({ id, unit }: TrendMeasure): (value: number) => string {
  return (value) => valueWords(id, unit, value);
}

function sizeOf({ id, unit }: TrendMeasure, difference: number): string {
  return amountWords(id, unit, difference);
}

export function compareWords(now: TrendMeasure, thenTrends: Trends, then: TrendMeasure | null): string {
  const { kind, mdc } = verdictOf(now, then);
  const dates = spanDates(thenTrends.fromDate, thenTrends.toDate);
  if (kind === 'empty' || now.mean === null || !then || then.mean === null)
    return t('trends.compare.empty', dates);
  const say = sayOf(now);
  return t(`trends.compare.${kind}`, {
    ...dates,
    now: say(now.mean),
    before: say(then.mean),
    difference: sizeOf(now, now.mean - then.mean),
    mdc: mdc === null ? '' : sizeOf(now, mdc),
    reason: reasonWords(now.reason ?? then.reason ?? ''),
  });
}

/** What was agreed on for each day; empty, or null on a day: nothing. */
type Planned = readonly (number | null)[];

/** A day in one line. */
export function trendAt(
  { dates, wornMin, valid }: Trends,
  measure: TrendMeasure,
  planned: Planned,
  i: number,
): string {
  const day = formats.weekdayDate(dates[i]!);
  const worn = wornMin[i] ?? null;
  if (worn === null) return t('trends.atMissing', { day });
  const say = sayOf(measure);
  const [value, low, high] = [measure.value[i] ?? null, measure.low[i] ?? null, measure.high[i] ?? null];
  return t('trends.at', {
    day,
    value: value === null ? t('trends.unknown') : say(value),
    interval: low === null || high === null ? '' : t('trends.atInterval', { low: say(low), high: say(high) }),
    planned: plannedWords(measure, planned[i] ?? null),
    worn: t('trends.atWorn', {
      duration: formats.duration(worn * S_PER_MIN),
      counts: t(valid[i] ? 'trends.counts' : 'trends.countsNot'),
    }),
  });
}

function plannedWords(measure: TrendMeasure, planned: number | null): string {
  return planned === null ? '' : t('trends.atPlanned', { planned: sayOf(measure)(planned) });
}

/** Newest first. */
export function trendTable({ dates, wornMin, valid }: Trends, measure: TrendMeasure, planned: Planned) {
  const say = sayOf(measure);
  const cell = (value: number | null | undefined, words: (value: number) => string) =>
    value === null || value === undefined ? t('trends.table.none') : words(value);
  const agreed = planned.map((value) => (value === null ? t('trends.table.notPlanned') : say(value)));
  const rows = dates.map((date, i) => [
    formats.weekdayDate(date),
    cell(measure.value[i], say),
    cell(measure.low[i], say),
    cell(measure.high[i], say),
    ...agreed.slice(i, i + 1),
    cell(wornMin[i], (minutes) => formats.duration(minutes * S_PER_MIN)),
    cell(measure.coverage[i], formats.percent),
    t(valid[i] ? 'trends.table.yes' : 'trends.table.no'),
  ]);
  const plan = planned.length > 0 ? (['planned'] as const) : [];
  const head = (['day', 'value', 'low', 'high', ...plan, 'worn', 'coverage', 'counts'] as const).map((key) =>
    t(`trends.table.${key}`),
  );
  return {
    caption: t('trends.table.caption', { measure: measureName(measure.id) }),
    head,
    rows: rows.toReversed(),
  };
}

export function trendCsv({ dates, wornMin, valid }: Trends, measure: TrendMeasure, planned: Planned): string {
  const { id, value, low, high, coverage } = measure;
  const plan = planned.length > 0 ? ['planned'] : [];
  return toCsv(
    ['date', id, 'low', 'high', 'known_min', 'coverage', 'valid', ...plan],
    dates.map((date, i) => [
      ...[date, value[i]!, low[i]!, high[i]!, wornMin[i]!, coverage[i]!, String(valid[i])],
      ...planned.slice(i, i + 1),
    ]),
  );
}
