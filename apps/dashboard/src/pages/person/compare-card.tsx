import type { Trends } from '@plumbline/contract';
import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { DatePicker } from '../../components/date-picker.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { formats, t } from '../../locales/t.ts';
import { addDays, type Comparison, comparePeriods, periodsAround } from './compare.ts';
import { CompareMark } from './compare-mark.tsx';
import { comparisonWords } from './figure-words.ts';
import { type FigureId, measureOf } from './figures.ts';

export const COMPARED = [
  'sitting_time',
  'breaks_per_sitting_hour',
  'sitting_bout_longest',
  'sitting_bouts_30min',
  'rotation_asymmetry_all',
  'load_creep_peak',
  'load_shifts_15min',
] as const satisfies FigureId[];

const LENGTHS = ['14', '28', '42'] as const;
type Length = (typeof LENGTHS)[number];
const USUAL_LENGTH: Length = '28';

/** A year of trends; the two periods are cut out of it. */
export function CompareCard({ trends }: { readonly trends: Trends }) {
  const [length, setLength] = useState<Length>(USUAL_LENGTH);
  const [date, setDate] = useState(() => addDays(trends.toDate, 1 - Number(USUAL_LENGTH)));
  const { before, after } = periodsAround(date, Number(length));
  const comparisons = COMPARED.map((id) => comparePeriods(trends, id, before, after));
  const changed = comparisons.filter(({ verdict }) => verdict === 'more' || verdict === 'less').length;
  return (
    <Card title={t('person.compare.title')} testId="compare">
      <div className="field-row compare-fields">
        <DatePicker
          label={t('person.compare.date')}
          hint={t('person.compare.dateHint')}
          value={date}
          onChange={(next) => next !== null && setDate(next)}
          min={trends.fromDate}
          max={trends.toDate}
        />
        <RadioGroup
          label={t('person.compare.length')}
          orientation="horizontal"
          options={LENGTHS.map((value) => ({ value, label: t(`person.compare.days.${value}`) }))}
          value={length}
          onChange={setLength}
        />
      </div>
      <p className="summary" data-testid="compare-summary">
        {t('person.compare.summary', { count: changed, all: comparisons.length })}{' '}
        {periodWords(before, after)}
      </p>
      <CompareTable trends={trends} comparisons={comparisons} />
      <p className="caption">{t('person.compare.note')}</p>
    </Card>
  );
}

type Dates = ReturnType<typeof periodsAround>['before'];

function periodWords(before: Dates, after: Dates): string {
  return t('person.compare.periods', {
    beforeFrom: formats.date(before.from),
    beforeTo: formats.date(before.to),
    afterFrom: formats.date(after.from),
    afterTo: formats.date(after.to),
  });
}

const HEAD = ['measure', 'before', 'after', 'difference', 'noise', 'chart', 'meaning'] as const;

interface CompareTableProps {
  readonly trends: Trends;
  readonly comparisons: readonly Comparison[];
}

function CompareTable({ trends, comparisons }: CompareTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="compare-table" aria-label={t('person.compare.title')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {HEAD.map((key) => (
              <th key={key} scope="col" className={`compare-${key}`}>
                {t(`person.compare.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparisons.map((comparison) => (
            <CompareRow
              key={comparison.id}
              comparison={comparison}
              unit={measureOf(trends, comparison.id).unit}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CompareRow({ comparison, unit }: { readonly comparison: Comparison; readonly unit: string }) {
  const words = comparisonWords(comparison, unit);
  return (
    <tr data-figure={comparison.id} data-verdict={comparison.verdict}>
      <th scope="row">{words.name}</th>
      <td>
        {words.before}
        <small>{words.beforeDays}</small>
      </td>
      <td>
        {words.after}
        <small>{words.afterDays}</small>
      </td>
      <td>
        {words.difference}
        {words.interval && <small>{words.interval}</small>}
      </td>
      <td>{words.noise}</td>
      <td className="compare-chart">
        <CompareMark {...comparison} />
      </td>
      <td className="compare-meaning">{words.verdict}</td>
    </tr>
  );
}
