import type { Device } from '@plumbline/contract';
import { useCallback, useMemo } from 'react';
import { ChartCursor } from '../../charts/chart-cursor.tsx';
import type { ChartPalette } from '../../charts/chart-palette.ts';
import { DEVICE_HEIGHT, DEVICE_PLOT, deviceOption } from '../../charts/device-option.ts';
import { OptionChart } from '../../charts/option-chart.tsx';
import { useChartTable } from '../../charts/use-chart-table.tsx';
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

interface DeviceHistoryProps {
  readonly device: Device;
  /** Tells it from every other one of the page. */
  readonly name: string;
}

/** Charge and losses of a month. */
export function DeviceHistoryPart({ device, name }: DeviceHistoryProps) {
  const history = useMemo(() => historyOf(device), [device]);
  const title = t('devices.history.heading');
  const { buttons, table } = useChartTable(`${title}, ${name}`, {
    table: () => ({ caption: t('devices.history.caption', { name }), ...historyTable(history) }),
    csv: () => historyCsv(history),
    fileName: 'plumbline-device.csv',
  });
  return (
    <div className="device-history">
      <div className="card-head">
        <h3 className="part-head">{title}</h3>
        {history.dates.length > 0 && <div className="card-actions">{buttons}</div>}
      </div>
      <p className="summary">{historySummary(history)}</p>
      {history.dates.length > 1 && <HistoryChart history={history} name={name} />}
      {table}
    </div>
  );
}

interface HistoryChartProps {
  readonly history: DeviceHistory;
  readonly name: string;
}

function HistoryChart({ history, name }: HistoryChartProps) {
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
        label={t('devices.history.cursor', { name })}
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
