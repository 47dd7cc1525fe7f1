import { useState } from 'react';
import { PLOT, ROW } from '../../charts/trace-option.ts';
import { TracePlot } from '../../charts/trace-plot.tsx';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { knowledge } from '../../live/angles.ts';
import { useLiveStore } from '../../live/live-context.tsx';
import type { Snapshot } from '../../live/live-store.ts';
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

export function TracesCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const { frame, model } = snapshot;
  const [spanUs, setSpanUs] = useState(DEFAULT_SPAN_US);
  const [tableOpen, setTableOpen] = useState(false);
  const kinds = traceKinds(knowledge(frame));
  const zone = model.session?.timeZone ?? 'UTC';
  return (
    <Card
      title={t('traces.heading', { span: formats.duration(spanUs / 1e6) })}
      testId="traces"
      className="traces-card"
      actions={<SpanSwitch spanUs={spanUs} onChange={setSpanUs} />}
    >
      <Plot snapshot={snapshot} kinds={kinds} spanUs={spanUs} zone={zone} />
      <p className="summary" data-testid="traces-summary">
        {traceSummary(frame, kinds, spanUs)}
      </p>
      <div className="chart-actions">
        <ChartActions
          tableId={TABLE_ID}
          open={tableOpen}
          onToggle={() => setTableOpen(!tableOpen)}
          csv={() => traceCsv(frame, kinds, spanUs)}
          fileName="plumbline-traces.csv"
        />
      </div>
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
  const geometry = {
    '--plot-left': `${PLOT.left}px`,
    '--plot-right': `${PLOT.right}px`,
    '--row-height': `${ROW.height}px`,
  };
  return (
    <div className="traces" dir="ltr" style={geometry as React.CSSProperties}>
      <TracePlot store={store} rows={kinds} spanUs={spanUs} />
      <div className="trace-labels">
        {kinds.map((kind) => (
          <TraceLabel key={kind.angle} kind={kind} />
        ))}
      </div>
      {empty && <p className="trace-empty reason">{missingReason(model, known)}</p>}
      <TraceCursor frame={frame} kinds={kinds} spanUs={spanUs} zone={zone} />
      <TraceAxis spanUs={spanUs} />
    </div>
  );
}
