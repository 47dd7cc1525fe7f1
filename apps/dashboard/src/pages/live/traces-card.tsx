import { useState } from 'react';
import { ChartCard } from '../../charts/chart-card.tsx';
import { knowledge } from '../../live/angles.ts';
import type { Snapshot } from '../../live/live-store.ts';
import { formats, t } from '../../locales/t.ts';
import { SpanSwitch } from './span-switch.tsx';
import { TraceArea } from './trace-area.tsx';
import { traceKinds } from './trace-rows.ts';
import { traceCsv, traceTable } from './trace-table.ts';
import { traceSummary } from './trace-words.ts';
import './traces.css';

const DEFAULT_SPAN_US = 30_000_000;

export function TracesCard({ snapshot }: { readonly snapshot: Snapshot }) {
  const { frame, model } = snapshot;
  const [spanUs, setSpanUs] = useState(DEFAULT_SPAN_US);
  const kinds = traceKinds(knowledge(frame));
  const zone = model.session?.timeZone ?? 'UTC';
  return (
    <ChartCard
      title={t('live.traces.heading', { span: formats.durationLong(spanUs / 1e6) })}
      testId="traces"
      className="traces-card"
      table={() => ({ caption: t('live.traces.table.caption'), ...traceTable(frame, kinds, spanUs, zone) })}
      csv={() => traceCsv(frame, kinds, spanUs)}
      fileName="plumbline-traces.csv"
      actions={<SpanSwitch spanUs={spanUs} onChange={setSpanUs} />}
    >
      <TraceArea snapshot={snapshot} kinds={kinds} spanUs={spanUs} zone={zone} />
      <p className="summary" data-testid="traces-summary">
        {traceSummary(frame, kinds, spanUs)}
      </p>
    </ChartCard>
  );
}
