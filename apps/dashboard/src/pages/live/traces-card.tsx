import { useState } from 'react';
import { Card } from '../../components/card.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { knowledge } from '../../live/angles.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { SpanSwitch } from './span-switch.tsx';
import { TraceArea } from './trace-area.tsx';
import { traceKinds } from './trace-rows.ts';
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
  const title = t('live.traces.heading', { span: formats.durationLong(spanUs / 1e6) });
  return (
    <Card
      title={title}
      testId="traces"
      className="traces-card"
      actions={
        <>
          <ChartActions
            chart={title}
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
      <TraceArea snapshot={snapshot} kinds={kinds} spanUs={spanUs} zone={zone} />
      <p className="summary" data-testid="traces-summary">
        {traceSummary(frame, kinds, spanUs)}
      </p>
      {tableOpen && (
        <DataTable
          id={TABLE_ID}
          caption={t('live.traces.table.caption')}
          {...traceTable(frame, kinds, spanUs, zone)}
        />
      )}
    </Card>
  );
}
