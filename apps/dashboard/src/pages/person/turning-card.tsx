import type { Trends } from '@plumbline/contract';
import { Card } from '../../components/card.tsx';
import { t } from '../../locales/t.ts';
import { FigureList } from './figure-list.tsx';
import { figureWords } from './figure-words.ts';
import { type Figure, figureOf, TURNING_FIGURES } from './figures.ts';
import { MeasureFigure } from './measure-figure.tsx';

interface TurningCardProps {
  readonly trends: Trends;
  /** The index that was agreed on for each day; null: none. */
  readonly planned: readonly (number | null)[];
}

/** Left against right, with what of it is noise. */
export function TurningCard({ trends, planned }: TurningCardProps) {
  const all = figureOf(trends, 'rotation_asymmetry_all');
  return (
    <Card title={t('person.turning.title')} testId="turning">
      <MeasureFigure
        trends={trends}
        id="rotation_asymmetry_all"
        title={t('person.turning.chart')}
        summary={turningSummary(all)}
        planned={planned}
      />
      <Sides planned={planned} />
      <FigureList figures={TURNING_FIGURES.map((id) => figureOf(trends, id))} />
      <p className="caption">{t('person.turning.note')}</p>
    </Card>
  );
}

/** Which way the axis goes: up is right; and what the dashed line is, where there is one. */
export function Sides({ planned }: Pick<TurningCardProps, 'planned'>) {
  return (
    <p className="caption sides">
      <span>{`↑ ${t('person.turning.right')}`}</span>
      <span>{`↓ ${t('person.turning.left')}`}</span>
      {planned.some((index) => index !== null) && <span>{t('person.turning.planned')}</span>}
    </p>
  );
}

export function turningSummary(figure: Figure): string {
  if (figure.value === null) return t('person.turning.summaryNone');
  return t('person.turning.summary', {
    value: figureWords(figure).value,
    verdict: t(`person.turning.verdict.${verdictOf(figure.interval)}`),
  });
}

function verdictOf(interval: Figure['interval']): 'unsure' | 'clear' | 'none' {
  if (interval === null) return 'none';
  return interval[0] > 0 || interval[1] < 0 ? 'clear' : 'unsure';
}
