import { type ReactNode, useId, useState } from 'react';
import { ChartActions } from '../components/chart-actions.tsx';
import { DataTable } from '../components/data-table.tsx';

/** The numbers of a chart as they are read. */
export interface ChartTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

/** What every chart offers beside its picture. */
export interface ChartNumbers {
  /** Asked for when it is looked at. */
  readonly table: () => ChartTable;
  readonly csv: () => string;
  readonly fileName: string;
}

/** Buttons that show the numbers of a chart and save them, and the table while it is wanted. */
export function useChartTable(chart: string, { table, csv, fileName }: ChartNumbers, openAtFirst = false) {
  const id = useId();
  const [open, setOpen] = useState(openAtFirst);
  const toggle = () => setOpen(!open);
  const buttons = <ChartActions {...{ chart, open, csv, fileName }} tableId={id} onToggle={toggle} />;
  return { buttons, table: open ? <DataTable id={id} {...table()} /> : null };
}
