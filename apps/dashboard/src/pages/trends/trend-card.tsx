import type { Trends } from '@plumbline/contract';
import { useCallback, useMemo } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import type { ChartPalette } from '../../charts/chart-palette.ts';
import { OptionChart } from '../../charts/option-chart.tsx';
import { TREND_HEIGHT, TREND_PLOT, trendOption } from '../../charts/trend-option.ts';
import { formats, t } from '../../locales/t.ts';
import { axisSteps, axisWords, isShare, measureName } from '../../measures/measure-words.ts';
import { measureIn, type NumberedMark, rollingOf, type TrendMeasure } from './trend-view.ts';
import { compareWords, trendAt, trendCsv, trendSummary, trendTable } from './trend-words.ts';

/** With more days than this an axis names months, not days. */
const DAYS_NAMED = 240;

interface TrendCardProps {
  readonly trends: Trends;
  readonly measure: TrendMeasure;
  readonly then: Trends | null;
  readonly marks: readonly NumberedMark[];
  /** What was agreed on for each day; empty: nothing. */
  readonly planned: readonly (number | null)[];
}

export function TrendCard({ trends, measure, then, marks, planned }: TrendCardProps) {
  const other = then && measureIn(then, measure.id);
  return (
    <ChartCard
      title={measureName(measure.id)}
      testId="trend"
      table={() => trendTable(trends, measure, planned)}
      csv={() => trendCsv(trends, measure, planned)}
      fileName={`plumbline-${measure.id}-${trends.fromDate}-${trends.toDate}.csv`}
    >
      <p className="summary" data-testid="trend-summary">
        {trendSummary(trends, measure)}
      </p>
      {then && (
        <p className="trend-compared" data-testid="trend-compared" role="status">
          {compareWords(measure, then, other)}
        </p>
      )}
      <TrendChart trends={trends} measure={measure} then={then} marks={marks} planned={planned} />
      <Legend
        compared={typeof other?.mean === 'number'}
        planned={planned.some((value) => value !== null)}
        marks={marks}
        noise={measure.mdc95 !== null}
      />
    </ChartCard>
  );
}

function TrendChart({ trends, measure, then, marks, planned }: TrendCardProps) {
  const { dates, valid, wornMin } = trends;
  const rolling = useMemo(() => rollingOf(trends, measure), [trends, measure]);
  const compare = useMemo(() => comparedOf(then, measure.id), [then, measure.id]);
  const option = useCallback(
    (palette: ChartPalette, width: number) =>
      trendOption({
        ...{ dates, valid, wornMin, rolling, compare, marks, planned, palette, width },
        values: measure.value,
        mean: measure.mean,
        mdc95: measure.mdc95,
        symmetric: measure.id.includes('asymmetry'),
        steps: axisSteps(measure.unit),
        atMost: isShare(measure.id) ? 1 : null,
        valueLabel: (value) => axisWords(measure.id, measure.unit, value),
        dateLabel: dates.length > DAYS_NAMED ? formats.month : formats.date,
      }),
    [dates, valid, wornMin, rolling, compare, marks, planned, measure],
  );
  return (
    <OptionChart option={option} height={TREND_HEIGHT} testId="trend-chart">
      {measure.id.includes('asymmetry') && (
        <p className="trend-sides caption" aria-hidden="true">
          <span>{t('measures.right')}</span>
          <span>{t('measures.left')}</span>
        </p>
      )}
      <ChartCursor
        label={t('trends.cursor')}
        testId="trend-cursor"
        count={dates.length}
        plot={TREND_PLOT}
        describe={(i) => trendAt(trends, measure, planned, i)}
        shareAt={(i) => (i + 0.5) / dates.length}
        indexAt={(share) => Math.floor(share * dates.length)}
      />
    </OptionChart>
  );
}

function comparedOf(then: Trends | null, id: string) {
  const measure = then && measureIn(then, id);
  return then && measure ? { rolling: rollingOf(then, measure), mean: measure.mean } : null;
}

interface LegendProps {
  readonly compared: boolean;
  readonly planned: boolean;
  readonly noise: boolean;
  readonly marks: readonly NumberedMark[];
}

function Legend({ compared, planned, noise, marks }: LegendProps) {
  const has = (kind: NumberedMark['kind']) => marks.some((mark) => mark.kind === kind);
  const keys = [
    ['day', true],
    ['hollow', true],
    ['mean', true],
    ['band', true],
    ['noise', noise],
    ['compare', compared],
    ['planned', planned],
    ['note', has('note')],
    ['algorithm', has('algorithm')],
    ['worn', true],
  ] as const;
  return (
    <ul className="legend" aria-label={t('trends.legend.label')}>
      {keys
        .filter(([, shown]) => shown)
        .map(([key]) => (
          <li key={key}>
            <span className={`key key-${key}`} aria-hidden="true" />
            <span>{t(`trends.legend.${key}`)}</span>
          </li>
        ))}
    </ul>
  );
}
