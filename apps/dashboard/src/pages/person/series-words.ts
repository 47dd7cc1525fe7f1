import type { Trends } from '@plumbline/contract';
import { type CsvValue, toCsv } from '../../charts/csv.ts';
import { type PostureDay, STACKED_STATES } from '../../charts/day-bars-layout.ts';
import type { DayTable } from '../../charts/day-figure.tsx';
import { formats, t } from '../../locales/t.ts';
import { valueWords } from '../../measures/measure-words.ts';
import type { DaySeries } from './day-series.ts';

const S_PER_H = 3600;

function countsWords(valid: boolean): string {
  return t(valid ? 'person.table.yes' : 'person.table.no');
}

/** Newest first. */
export function postureTable(days: readonly PostureDay[]): DayTable {
  const head = [
    t('person.table.date'),
    ...STACKED_STATES.map((state) => t(`posture.name.${state}`)),
    t('person.table.counts'),
  ];
  const rows = days
    .toReversed()
    .map(({ date, hours, valid }) => [
      formats.weekdayDate(date),
      ...STACKED_STATES.map((state) =>
        hours === null ? t('person.table.noData') : formats.duration((hours[state] ?? 0) * S_PER_H),
      ),
      countsWords(valid),
    ]);
  return { head, rows };
}

export function postureCsv(days: readonly PostureDay[]): string {
  const rows = days.map(({ date, hours, valid }): CsvValue[] => [
    date,
    ...STACKED_STATES.map((state) => (hours === null ? null : (hours[state] ?? 0))),
    valid ? 1 : 0,
  ]);
  return toCsv(['date', ...STACKED_STATES.map((state) => `${state}_h`), 'valid'], rows);
}

export function describePostureDay({ date, hours, valid }: PostureDay): string {
  const day = formats.weekdayDate(date);
  if (hours === null) return formats.facts([day, t('person.table.noData')]);
  const parts = STACKED_STATES.flatMap((state) => {
    const of = hours[state] ?? 0;
    return of > 0 ? [`${t(`posture.name.${state}`)} ${formats.duration(of * S_PER_H)}`] : [];
  });
  return formats.facts([day, ...parts, ...(valid ? [] : [t('person.validity.countsNot')])]);
}

type Measure = Trends['measures'][number];

export function measureTable(trends: Trends, { id, unit, value }: Measure): DayTable {
  const say = (of: number | null) => (of === null ? t('person.table.noData') : valueWords(id, unit, of));
  const head = [t('person.table.date'), t('person.table.value'), t('person.table.counts')];
  const rows = trends.dates.map((date, i) => [
    formats.weekdayDate(date),
    say(value[i] ?? null),
    countsWords(trends.valid[i]!),
  ]);
  return { head, rows: rows.toReversed() };
}

export function measureCsv(trends: Trends, measure: Measure): string {
  const rows = trends.dates.map((date, i): CsvValue[] => [
    date,
    measure.value[i] ?? null,
    measure.low[i] ?? null,
    measure.high[i] ?? null,
    measure.coverage[i] ?? null,
    trends.valid[i] ? 1 : 0,
  ]);
  return toCsv(['date', measure.id, 'low', 'high', 'coverage', 'valid'], rows);
}

export function describeMeasureDay(trends: Trends, { id, unit, value }: Measure, i: number): string {
  const of = value[i] ?? null;
  const said = of === null ? t('person.table.noData') : valueWords(id, unit, of);
  const counts = trends.valid[i] || of === null ? [] : [t('person.validity.countsNot')];
  return formats.facts([formats.weekdayDate(trends.dates[i]!), said, ...counts]);
}

/** `2 to 5` of a plan. */
function plannedWords({ planned }: DaySeries, i: number): string {
  const { least, most } = planned[i]!;
  return t('measures.interval', { low: formats.number(least), high: formats.number(most) });
}

export function seriesTable(series: DaySeries, say: (value: number) => string): DayTable {
  const { dates, values, valid } = series;
  const head = (['date', 'value', 'planned', 'counts'] as const).map((key) => t(`person.table.${key}`));
  const rows = dates.map((date, i) => [
    formats.weekdayDate(date),
    values[i] === null ? t('person.table.noData') : say(values[i]!),
    plannedWords(series, i),
    countsWords(valid[i]!),
  ]);
  return { head, rows: rows.toReversed() };
}

export function seriesCsv(name: string, { dates, values, valid, planned }: DaySeries): string {
  const rows = dates.map((date, i): CsvValue[] => {
    const { least, most } = planned[i]!;
    return [date, values[i] ?? null, least, most, valid[i] ? 1 : 0];
  });
  return toCsv(['date', name, 'planned_least', 'planned_most', 'valid'], rows);
}

export function describeSeriesDay(series: DaySeries, say: (value: number) => string, i: number): string {
  const { dates, values, valid } = series;
  const of = values[i] ?? null;
  const counts = valid[i] || of === null ? [] : [t('person.validity.countsNot')];
  return formats.facts([
    formats.weekdayDate(dates[i]!),
    of === null ? t('person.table.noData') : say(of),
    t('person.table.plannedOf', { planned: plannedWords(series, i) }),
    ...counts,
  ]);
}
