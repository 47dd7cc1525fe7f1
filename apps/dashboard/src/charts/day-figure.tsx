import { type ReactNode, useRef, useState } from 'react';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { useSize } from '../components/use-size.ts';
import { CursorNote } from './cursor-note.tsx';
import { useChartTable } from './use-chart-table.tsx';
import './day-figure.css';

export interface DayTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

interface DayFigureProps {
  readonly title: string;
  readonly testId: string;
  /** One sentence that says what is seen. */
  readonly summary: string;
  readonly table: DayTable;
  readonly csv: () => string;
  readonly fileName: string;
  /** Of the reading cursor. */
  readonly days: number;
  readonly describe: (index: number) => string;
  /** Plot edges in pixels: the cursor moves between them. */
  readonly plot: { readonly left: number; readonly right: number };
  readonly height: number;
  readonly draw: (width: number) => ReactNode;
  readonly legend?: ReactNode;
}

/** A chart over days with all that belongs to it: sentence, table, file, and a cursor for the keyboard. */
export function DayFigure(props: DayFigureProps) {
  const { title, testId, summary, table, csv, fileName, height, draw, legend } = props;
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const numbers = { table: () => ({ caption: title, ...table }), csv, fileName };
  const { buttons, table: shown } = useChartTable(title, numbers);
  return (
    <figure className="day-figure" aria-label={title} data-testid={testId}>
      <figcaption>
        <h3>{title}</h3>
        <p className="summary">{summary}</p>
      </figcaption>
      <div className="day-figure-plot" ref={box} style={{ blockSize: height }} dir="ltr">
        {width > 0 && draw(width)}
        {width > 0 && <DayCursor {...props} width={width} />}
      </div>
      {legend}
      <div className="chart-actions">{buttons}</div>
      {shown}
    </figure>
  );
}

function DayCursor({
  title,
  testId,
  days,
  describe,
  plot,
  width,
}: DayFigureProps & { readonly width: number }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(chosen ?? days - 1, days - 1);
  if (days === 0) return null;
  const plotWidth = width - plot.left - plot.right;
  const share = (plot.left + ((at + 0.5) / days) * plotWidth) / width;
  return (
    <>
      <SliderCursor
        className="day-figure-cursor"
        testId={`${testId}-cursor`}
        label={title}
        valueText={describe(at)}
        value={at}
        max={days - 1}
        onChange={setChosen}
        valueAtShare={(of) => Math.floor(((of * width - plot.left) / plotWidth) * days)}
      />
      {chosen !== null && (
        <CursorNote
          className="day-figure-line"
          share={share}
          text={describe(at)}
          testId={`${testId}-readout`}
        />
      )}
    </>
  );
}
