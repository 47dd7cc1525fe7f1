import { useState } from 'react';
import { SliderCursor } from '../components/slider-cursor.tsx';
import { CursorNote } from './cursor-note.tsx';

interface ChartCursorProps {
  readonly label: string;
  readonly testId: string;
  readonly count: number;
  /** What is to be read at a place, in one line. */
  readonly describe: (index: number) => string;
  /** Where a place is, as a share of the plot's width, 0 left. */
  readonly shareAt: (index: number) => number;
  readonly indexAt: (share: number) => number;
  /** Of the plot inside its box, px. */
  readonly plot: { readonly left: number; readonly right: number };
  /** Says nothing about the place until somebody reads: the last one. */
  readonly start?: number;
}

/** A reading cursor for any chart of places in a row: arrows, Home, End, or the pointer. */
export function ChartCursor(props: ChartCursorProps) {
  const { label, testId, count, describe, shareAt, indexAt, plot } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  if (count === 0) return null;
  const at = Math.min(chosen ?? props.start ?? count - 1, count - 1);
  const share = shareAt(at);
  return (
    <div className="chart-cursor" style={{ left: plot.left, right: plot.right }}>
      <SliderCursor
        className="chart-cursor-area"
        testId={testId}
        label={label}
        valueText={describe(at)}
        value={at}
        max={count - 1}
        onChange={setChosen}
        valueAtShare={(next) => Math.min(count - 1, Math.max(0, indexAt(next)))}
      />
      {chosen !== null && <CursorNote share={share} text={describe(at)} testId={`${testId}-readout`} />}
    </div>
  );
}
