import { useState } from 'react';
import { PLOT, ROW } from '../../charts/trace-option.ts';
import { TracePlot } from '../../charts/trace-plot.tsx';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { useMediaQuery } from '../../components/use-media-query.ts';
import { knowledge } from '../../live/angles.ts';
import { useLiveStore } from '../../live/live-context.tsx';
import type { Frame, Snapshot } from '../../live/live-store.ts';
import type { Angle } from '../../live/trace-ring.ts';
import { extent } from '../../live/trace-stats.ts';
import { formats, t } from '../../locales/t.ts';
import { missingReason } from './missing-reason.ts';
import { SpanSwitch } from './span-switch.tsx';
import { TraceAxis } from './trace-axis.tsx';
import { TraceCursor } from './trace-cursor.tsx';
import { TraceLabel } from './trace-label.tsx';
import { type TraceKind, traceKinds } from './trace-rows.ts';
import { traceCsv, traceTable } from './trace-table.ts';
import { traceSummary } from './trace-words.ts';

const DEFAULT_SPAN_US = 30_000_000;
const TABLE_ID = 'trace-table';
/** Where the traces stand beside the figure and have its height to fill. */
const WIDE = '(min-width: 64rem)';

export function TracesCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const { frame, model } = snapshot;
  const [spanUs, setSpanUs] = useState(DEFAULT_SPAN_US);
  const [tableOpen, setTableOpen] = useState(false);
  const kinds = traceKinds(knowledge(frame));
  const zone = model.session?.timeZone ?? 'UTC';
  return (
    <Card
      title={t('traces.heading', { span: formats.durationLong(spanUs / 1e6) })}
      testId="traces"
      className="traces-card"
      actions={
        <>
          <ChartActions
            tableId={TABLE_ID}
            open={tableOpen}
            onToggle={() => setTableOpen(!tableOpen)}
            csv={() => traceCsv(frame, kinds, spanUs)}
            fileName="plumbline-traces.csv"
          />
          <SpanSwitch spanUs={spanUs} onChange={setSpanUs} />
        </>
      }
    >
      <Plot snapshot={snapshot} kinds={kinds} spanUs={spanUs} zone={zone} />
      <p className="summary" data-testid="traces-summary">
        {traceSummary(frame, kinds, spanUs)}
      </p>
      {tableOpen && (
        <DataTable
          id={TABLE_ID}
          caption={t('traces.table.caption')}
          {...traceTable(frame, kinds, spanUs, zone)}
        />
      )}
    </Card>
  );
}

interface PlotProps {
  readonly snapshot: Snapshot;
  readonly kinds: readonly TraceKind[];
  readonly spanUs: number;
  readonly zone: string;
}

function Plot({ snapshot, kinds, spanUs, zone }: PlotProps) {
  const { frame, model } = snapshot;
  const store = useLiveStore();
  const known = knowledge(frame);
  const empty = known === 'none' || known === 'waiting';
  const rowHeight = useMediaQuery(WIDE) ? ROW.tall : ROW.height;
  const geometry = {
    '--plot-left': `${PLOT.left}px`,
    '--plot-right': `${PLOT.right}px`,
    '--row-height': `${rowHeight}px`,
  };
  return (
    <div className="traces" dir="ltr" style={geometry as React.CSSProperties}>
      <TracePlot store={store} rows={kinds} spanUs={spanUs} rowHeight={rowHeight} />
      <div className="trace-labels">
        {kinds.map((kind) => (
          <TraceLabel key={kind.angle} kind={kind} missing={!empty && isMissing(frame, kind.angle, spanUs)} />
        ))}
      </div>
      {empty && <p className="trace-empty reason">{missingReason(model, known)}</p>}
      <TraceCursor frame={frame} kinds={kinds} spanUs={spanUs} zone={zone} />
      <TraceAxis spanUs={spanUs} />
    </div>
  );
}

function isMissing({ columns, edgeUs }: Frame, angle: Angle, spanUs: number): boolean {
  return columns.n > 0 && extent(columns, angle, (edgeUs ?? 0) - spanUs) === null;
}
