import { t } from '../../locales/t.ts';
import { CompareMark } from './compare-mark.tsx';
import { type CompareProps, ScaleNote } from './compare-table.tsx';
import { type ComparisonWords, comparisonWords } from './figure-words.ts';
import { measureOf } from './figures.ts';

/** The comparisons one below the other, where there is no room for columns. */
export function CompareList({ trends, comparisons }: CompareProps) {
  return (
    <>
      <ul className="compare-list" aria-label={t('person.compare.table')}>
        {comparisons.map((comparison) => {
          const words = comparisonWords(comparison, measureOf(trends, comparison.id).unit);
          return (
            <li key={comparison.id} data-figure={comparison.id} data-verdict={comparison.verdict}>
              <h3>{words.name}</h3>
              <p>{words.verdict}</p>
              <Numbers words={words} />
              <CompareMark {...comparison} />
              {words.noise && <p className="caption">{words.noise}</p>}
            </li>
          );
        })}
      </ul>
      <ScaleNote comparisons={comparisons} />
    </>
  );
}

function Numbers({ words }: { readonly words: ComparisonWords }) {
  const numbers = [
    ['before', words.before, words.beforeDays],
    ['after', words.after, words.afterDays],
    ['difference', words.difference, words.interval],
  ] as const;
  return (
    <dl>
      {numbers.map(([key, value, note]) => (
        <div key={key}>
          <dt>{t(`person.compare.${key}`)}</dt>
          <dd>{value}</dd>
          {note !== null && <dd className="caption">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
