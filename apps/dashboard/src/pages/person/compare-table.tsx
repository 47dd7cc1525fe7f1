import type { Trends } from '@plumbline/contract';
import { ScrollBox } from '../../components/scroll-box.tsx';
import { t } from '../../locales/t.ts';
import { type Comparison, comparePeriods, type Period } from './compare.ts';
import { CompareMark } from './compare-mark.tsx';
import { anyBeyond } from './compare-scale.ts';
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

export function compareAll(trends: Trends, before: Period, after: Period): Comparison[] {
  return COMPARED.map((id) => comparePeriods(trends, id, before, after));
}

const HEAD = ['measure', 'before', 'after', 'difference', 'chart', 'meaning'] as const;

export interface CompareProps {
  readonly trends: Trends;
  readonly comparisons: readonly Comparison[];
}

export function CompareTable({ trends, comparisons }: CompareProps) {
  return (
    <>
      <ScrollBox className="compare-table" label={t('person.compare.table')}>
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
      </ScrollBox>
      <ScaleNote comparisons={comparisons} />
    </>
  );
}

/** Marks are pictures: the numbers say the same, but not what an arrow is. */
export function ScaleNote({ comparisons }: Pick<CompareProps, 'comparisons'>) {
  return anyBeyond(comparisons) && <p className="caption">{t('person.compare.beyond')}</p>;
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
      <td className="compare-chart">
        <CompareMark {...comparison} />
        {words.noise && <small>{words.noise}</small>}
      </td>
      <td className="compare-meaning">{words.verdict}</td>
    </tr>
  );
}
