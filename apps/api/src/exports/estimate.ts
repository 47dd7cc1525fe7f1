import type { ExportEstimate, ExportTable } from '@plumbline/contract';
import type { ExportOrder } from './export-order.ts';

export type RowCounts = Readonly<Record<ExportTable, number>>;

/** Measured with apps/api/bench/exports.ts: bytes of a row, and rows in a second on two cores. */
const COSTS = {
  csv: {
    samples: { bytes: 74, perSecond: 900_000 },
    seconds: { bytes: 90, perSecond: 90_000 },
    bouts: { bytes: 75, perSecond: 60_000 },
    rotations: { bytes: 115, perSecond: 60_000 },
    days: { bytes: 150, perSecond: 60_000 },
  },
  parquet: {
    samples: { bytes: 7.5, perSecond: 1_500_000 },
    seconds: { bytes: 12, perSecond: 90_000 },
    bouts: { bytes: 20, perSecond: 60_000 },
    rotations: { bytes: 30, perSecond: 60_000 },
    days: { bytes: 15, perSecond: 60_000 },
  },
} as const;
/** Of the files beside the tables. */
const BESIDE_BYTES = 20_000;
const LEAST_S = 0.1;

export function estimateOf({ format, tables }: ExportOrder, counts: RowCounts): ExportEstimate {
  const parts = tables.map((table) => ({ rows: counts[table], ...COSTS[format][table] }));
  const sum = (of: (part: (typeof parts)[number]) => number): number =>
    parts.reduce((all, part) => all + of(part), 0);
  return {
    rows: Math.round(sum(({ rows }) => rows)),
    bytes: Math.round(BESIDE_BYTES + sum(({ rows, bytes }) => rows * bytes)),
    seconds: LEAST_S + sum(({ rows, perSecond }) => rows / perSecond),
  };
}
