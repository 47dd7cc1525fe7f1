import type { Device } from '@plumbline/contract';
import { useCallback, useMemo, useState } from 'react';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import type { ChartPalette } from '../../charts/chart-palette.ts';
import { DEVICE_HEIGHT, DEVICE_PLOT, deviceOption } from '../../charts/device-option.ts';
import { OptionChart } from '../../charts/option-chart.tsx';
import { ChartActions } from '../../components/chart-actions.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { formats, t } from '../../locales/t.ts';
import {
  type DeviceHistory,
  historyAt,
  historyCsv,
  historyOf,
  historySummary,
  historyTable,
} from './device-view.ts';

const ROW = DEVICE_PLOT.label + DEVICE_PLOT.row + DEVICE_PLOT.gap;

/** Charge and losses of a month. */
export function DeviceHistoryPart({ device }: { readonly device: Device }) {
  const [tableOpen, setTableOpen] = useState(false);
  const history = useMemo(() => historyOf(device), [device]);
  const title = t('devices.history.heading');
  const tableId = `history-${device.id}`;
  return (
    <div>
      <div className="card-head">
        <h3 className="part-head">{title}</h3>
        {history.dates.length > 0 && (
          <div className="card-actions">
            <ChartActions
              chart={`${title}, ${device.name}`}
              tableId={tableId}
              open={tableOpen}
              onToggle={() => setTableOpen(!tableOpen)}
              csv={() => historyCsv(history)}
              fileName="plumbline-device.csv"
            />
          </div>
        )}
      </div>
      <p className="summary">{historySummary(history)}</p>
      {history.dates.length > 1 && <HistoryChart history={history} />}
      {tableOpen && (
        <DataTable id={tableId} caption={t('devices.history.caption')} {...historyTable(history)} />
      )}
    </div>
  );
}

function HistoryChart({ history }: { readonly history: DeviceHistory }) {
  const option = useCallback(
    (palette: ChartPalette) =>
      deviceOption({
        ...history,
        palette,
        percent: formats.percent,
        count: formats.number,
        dateLabel: formats.date,
      }),
    [history],
  );
  const days = history.dates.length;
  return (
    <OptionChart option={option} height={DEVICE_HEIGHT} testId="device-chart">
      {(['battery', 'dropouts'] as const).map((row, i) => (
        <p key={row} className="chart-label caption" style={{ insetBlockStart: i * ROW }}>
          {t(`devices.history.${row}`)}
        </p>
      ))}
      <ChartCursor
        label={t('devices.history.cursor')}
        testId="device-cursor"
        count={days}
        plot={DEVICE_PLOT}
        describe={(i) => historyAt(history, i)}
        shareAt={(i) => (i + 0.5) / days}
        indexAt={(share) => Math.floor(share * days)}
      />
    </OptionChart>
  );
}
