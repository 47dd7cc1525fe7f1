import type { Trends } from '@plumbline/contract';
import { BandTrend } from '../../charts/band-trend.tsx';
import { BAND_PLOT } from '../../charts/band-trend-layout.ts';
import { DayFigure } from '../../charts/day-figure.tsx';
import { axisWords } from '../../measures/measure-words.ts';
import { type FigureId, measureOf } from './figures.ts';
import { describeMeasureDay, measureCsv, measureTable } from './series-words.ts';

const HEIGHT = 190;
const NOTHING: readonly null[] = [];

interface MeasureFigureProps {
  readonly trends: Trends;
  readonly id: FigureId;
  readonly title: string;
  readonly summary: string;
  /** What was planned for each day, on the same scale. */
  readonly planned?: readonly (number | null)[];
}

/** A measure over the period with its interval and its noise, and all that belongs to a chart. */
export function MeasureFigure({ trends, id, title, summary, planned = NOTHING }: MeasureFigureProps) {
  const measure = measureOf(trends, id);
  return (
    <DayFigure
      title={title}
      testId={`${id}-chart`}
      summary={summary}
      table={measureTable(trends, measure)}
      csv={() => measureCsv(trends, measure)}
      fileName={`plumbline-${id}.csv`}
      days={trends.dates.length}
      describe={(i) => describeMeasureDay(trends, measure, i)}
      plot={BAND_PLOT}
      height={HEIGHT}
      draw={(width) => (
        <MeasureTrend trends={trends} id={id} planned={planned} width={width} height={HEIGHT} />
      )}
    />
  );
}

interface MeasureTrendProps {
  readonly trends: Trends;
  readonly id: FigureId;
  readonly planned?: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
}

/** The drawing alone; the report has it too. */
export function MeasureTrend({ trends, id, planned = NOTHING, width, height }: MeasureTrendProps) {
  const { value, mean, mdc95, unit } = measureOf(trends, id);
  return (
    <BandTrend
      dates={trends.dates}
      values={value}
      valid={trends.valid}
      mean={mean}
      mdc95={mdc95}
      symmetric={id.includes('asymmetry')}
      width={width}
      height={height}
      planned={planned}
      label={(tick) => axisWords(id, unit, tick)}
    />
  );
}
