import type { CSSProperties } from 'react';
import { PLOT, rowHeight } from '../../charts/trace-option.ts';
import { TracePlot } from '../../charts/trace-plot.tsx';
import { useMediaQuery } from '../../components/use-media-query.ts';
import { useLiveStore } from '../../live/live-context.tsx';
import type { Snapshot } from '../../live/live-store.ts';
import { emptyReason, traceGaps } from './missing-reason.ts';
import { TraceAxis } from './trace-axis.tsx';
import { TraceCursor } from './trace-cursor.tsx';
import { TraceLabel } from './trace-label.tsx';
import type { TraceKind } from './trace-rows.ts';

/** Where the traces stand beside the figure and have its height to fill. */
const WIDE = '(min-width: 64rem)';

interface TraceAreaProps {
  readonly snapshot: Snapshot;
  readonly kinds: readonly TraceKind[];
  readonly spanUs: number;
  readonly zone: string;
}

/** The canvas with its labels, its reading cursor and the reasons for what is missing. */
export function TraceArea({ snapshot, kinds, spanUs, zone }: TraceAreaProps) {
  const store = useLiveStore();
  const height = rowHeight(kinds.length, useMediaQuery(WIDE));
  const empty = emptyReason(snapshot, spanUs);
  const gaps = empty === null ? traceGaps(snapshot, kinds, spanUs) : new Map();
  const geometry = {
    '--plot-left': `${PLOT.left}px`,
    '--plot-right': `${PLOT.right}px`,
    '--row-height': `${height}px`,
  };
  return (
    <div className="traces" dir="ltr" style={geometry as CSSProperties}>
      <TracePlot store={store} rows={kinds} spanUs={spanUs} rowHeight={height} />
      <div className="trace-labels">
        {kinds.map((kind) => (
          <TraceLabel key={kind.angle} kind={kind} gap={gaps.get(kind.angle) ?? null} />
        ))}
      </div>
      {empty !== null && <p className="trace-empty reason">{empty}</p>}
      <TraceCursor frame={snapshot.frame} kinds={kinds} spanUs={spanUs} zone={zone} />
      <TraceAxis spanUs={spanUs} />
    </div>
  );
}
