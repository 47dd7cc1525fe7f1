import type { Trends } from '@plumbline/contract';
import { useMemo } from 'react';
import { DayBars } from '../../charts/day-bars.tsx';
import { BARS_PLOT, STACKED_STATES } from '../../charts/day-bars-layout.ts';
import { DayFigure } from '../../charts/day-figure.tsx';
import { Card } from '../../components/card.tsx';
import { PostureSwatch } from '../../components/posture-swatch.tsx';
import { formats, t } from '../../locales/t.ts';
import { postureDays } from './day-series.ts';
import { FigureList } from './figure-list.tsx';
import { figureWords } from './figure-words.ts';
import { figureOf, SITTING_FIGURES } from './figures.ts';
import { describePostureDay, postureCsv, postureTable } from './series-words.ts';

const HEIGHT = 240;
const S_PER_H = 3600;

/** How long, how broken up: the days side by side, and the means with what they rest on. */
export function SittingCard({ trends }: { readonly trends: Trends }) {
  const days = useMemo(() => postureDays(trends), [trends]);
  return (
    <Card title={t('person.sitting.title')} testId="sitting" className="visit-wide">
      <div className="chart-and-figures">
        <DayFigure
          title={t('person.sitting.chart')}
          testId="sitting-chart"
          summary={sittingSummary(trends)}
          table={postureTable(days)}
          csv={() => postureCsv(days)}
          fileName="plumbline-postures.csv"
          days={days.length}
          describe={(i) => describePostureDay(days[i]!)}
          plot={BARS_PLOT}
          height={HEIGHT}
          draw={(width) => <DayBars days={days} width={width} height={HEIGHT} label={hourWords} />}
          legend={<PostureLegend />}
        />
        <FigureList figures={SITTING_FIGURES.map((id) => figureOf(trends, id))} />
      </div>
    </Card>
  );
}

export function hourWords(hours: number): string {
  return hours === 0 ? formats.number(0) : formats.durationNarrow(hours * S_PER_H);
}

/** One sentence; the report says the same. */
export function sittingSummary(trends: Trends): string {
  const say = (id: (typeof SITTING_FIGURES)[number]) => figureWords(figureOf(trends, id)).value;
  if (figureOf(trends, 'sitting_time').value === null) return t('person.sitting.summaryNone');
  const said = { sitting: say('sitting_time'), longest: say('sitting_bout_longest') };
  const breaks = figureOf(trends, 'breaks_per_sitting_hour').value;
  if (breaks === null) return t('person.sitting.summaryFew', said);
  return t('person.sitting.summary', { ...said, breaks: formats.number(breaks) });
}

export function PostureLegend() {
  return (
    <>
      <ul className="visit-legend">
        {STACKED_STATES.map((state) => (
          <li key={state}>
            <PostureSwatch state={state} />
            <span>{t(`posture.name.${state}`)}</span>
          </li>
        ))}
      </ul>
      <p className="caption">{t('person.sitting.note')}</p>
    </>
  );
}
