import type { Today } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { formats, t } from '../../locales/t.ts';
import { measureWords } from '../../measures/measure-words.ts';
import { todaySpan } from './today-span.ts';

/** The measures that say something while the day goes on. */
const SHOWN = [
  'sitting_time',
  'standing_time',
  'walking_time',
  'sitting_bout_longest',
  'sitting_breaks',
  'breaks_per_sitting_hour',
] as const;

/** A few numbers of the day, each with what it rests on. */
export function NumbersCard({ today }: { readonly today: Today }) {
  const { coverage, spanS, knownS } = todaySpan(today);
  const shown = SHOWN.flatMap((id) => today.measures.find((measure) => measure.id === id) ?? []).map(
    (measure) => measureWords({ ...measure, coverage: coverage ?? measure.coverage }),
  );
  return (
    <Card title={t('today.numbers.heading')} testId="numbers" className="numbers-card">
      <dl className="figures">
        {shown.map(({ id, name, value, interval, reason, coverage: known }) => (
          <div key={id} className="figure-item" data-testid={`number-${id}`}>
            <dt>{name}</dt>
            <dd className="figure-value">{value}</dd>
            {interval && <dd className="caption">{t('today.numbers.likely', { interval })}</dd>}
            <dd className="caption">{reason ?? known}</dd>
          </div>
        ))}
      </dl>
      {today.bouts[0] && coverage !== null && (
        <p className="caption" data-testid="numbers-coverage">
          {t('today.numbers.coverage', {
            known: formats.duration(knownS),
            span: formats.duration(spanS),
            from: formats.clock(today.bouts[0].startUs, today.timeZone),
            percent: formats.percent(coverage),
          })}
        </p>
      )}
    </Card>
  );
}
