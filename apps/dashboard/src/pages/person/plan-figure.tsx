import { BAND_PLOT } from '../../charts/band-trend-layout.ts';
import { DayFigure } from '../../charts/day-figure.tsx';
import { PlanBars } from '../../charts/plan-bars.tsx';
import type { DaySeries } from './day-series.ts';
import { describeSeriesDay, seriesCsv, seriesTable } from './series-words.ts';

const HEIGHT = 130;

interface PlanFigureProps {
  readonly title: string;
  /** Of the column in the file. */
  readonly name: string;
  readonly summary: string;
  readonly series: DaySeries;
  readonly say: (value: number) => string;
}

/** What was done each day over the stretch that was planned. */
export function PlanFigure({ title, name, summary, series, say }: PlanFigureProps) {
  return (
    <DayFigure
      title={title}
      testId={`plan-${name}`}
      summary={summary}
      table={seriesTable(series, say)}
      csv={() => seriesCsv(name, series)}
      fileName={`plumbline-plan-${name}.csv`}
      days={series.dates.length}
      describe={(i) => describeSeriesDay(series, say, i)}
      plot={BAND_PLOT}
      height={HEIGHT}
      draw={(width) => <PlanBars {...series} width={width} height={HEIGHT} label={say} />}
    />
  );
}
