import { type CsvValue, toCsv } from '../../charts/csv.ts';
import type { Frame } from '../../live/live-store.ts';
import { secondsOf } from '../../live/trace-stats.ts';
import { formats, t } from '../../locales/t.ts';
import type { TraceKind } from './trace-rows.ts';

const MISSING = '–';
const CSV_DECIMALS = 2;

export function traceTable(frame: Frame, kinds: readonly TraceKind[], spanUs: number, zone: string) {
  const edgeUs = frame.edgeUs ?? 0;
  const cell = (deg: number | null) => (deg === null ? MISSING : formats.number(Math.round(deg)));
  const rows = secondsOf(frame.columns, edgeUs - spanUs, edgeUs)
    .reverse()
    .map((second) => [
      formats.clockWithSeconds(second.tUs, zone),
      ...kinds.map(({ angle }) => cell(second[angle])),
    ]);
  return { head: [t('live.traces.table.time'), ...kinds.map(({ name }) => t(name))], rows };
}

/** Every point that is seen, times as in a recording file. */
export function traceCsv({ columns, edgeUs }: Frame, kinds: readonly TraceKind[], spanUs: number): string {
  const fromUs = (edgeUs ?? 0) - spanUs;
  const rows: CsvValue[][] = [];
  for (let i = 0; i < columns.n; i++) {
    const tUs = columns.tUs[i]!;
    if (tUs >= fromUs) rows.push([tUs, ...kinds.map(({ angle }) => csvAngle(columns[angle][i]!))]);
  }
  return toCsv(['t_us', ...kinds.map(({ angle }) => csvName(angle))], rows);
}

function csvAngle(deg: number): CsvValue {
  return Number.isNaN(deg) ? null : Number(deg.toFixed(CSV_DECIMALS));
}

/** `sideBendDeg` -> `side_bend_deg`, as in the analysis files. */
function csvName(angle: string): string {
  return angle.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
