import type { Measure } from '@plumbline/core';
import { percent as asPercent, reasonText, valueText } from '../words.ts';
import { type Html, table } from './html.ts';

/** A measure as it is called, and how it is counted. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly convention: string;
  readonly percent?: boolean;
}

/** Value, interval, coverage and convention of each; the reason where there is no value. */
export function measureTable(caption: string, rows: readonly Row[], measures: readonly Measure[]): Html {
  const cells = rows.flatMap((row) => {
    const measure = measures.find(({ id }) => id === row.id);
    return measure ? [cellsOf(row, measure)] : [];
  });
  const noted = cells.some((row) => row.at(-1) !== '');
  const shown = noted ? cells : cells.map((row) => row.slice(0, -1));
  return table(caption, noted ? HEAD : HEAD.slice(0, -1), shown, 'stacked');
}

const HEAD = ['measure', 'value', '95 % interval', 'coverage', 'how it is counted'];

function cellsOf({ name, convention, percent = false }: Row, measure: Measure): string[] {
  const { value, unit, interval, coverage, reason } = measure;
  const text = (v: number): string => (percent ? asPercent(v) : valueText(v, unit));
  const why = [convention, reasonText(reason)].filter((part) => part !== '').join('; ');
  return [
    name,
    value === null ? 'not available' : text(value),
    value === null ? '' : interval ? `${text(interval[0])} to ${text(interval[1])}` : 'none',
    asPercent(coverage),
    why,
  ];
}
