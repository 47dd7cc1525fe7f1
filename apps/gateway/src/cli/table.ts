import { cut, visibleLength } from './ui.ts';

const BETWEEN = '  ';
/** A column is not made narrower than this. */
const LEAST_WIDTH = 6;

/**
 * Columns padded to their widest cell; where the terminal is too narrow the widest ones are cut, but not those of
 * `whole`: what people copy.
 */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
  whole: readonly number[] = [],
): string {
  const all = [headers, ...rows];
  const widest = headers.map((_, column) => Math.max(...all.map((row) => visibleLength(row[column] ?? ''))));
  const widths = fitted(widest, columns - BETWEEN.length * (headers.length - 1), whole);
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, column) => cut(cell, widths[column]!));
    const padded = cells.map((cell, column) => cell + ' '.repeat(widths[column]! - visibleLength(cell)));
    return padded.join(BETWEEN).trimEnd();
  };
  return `${all.map(line).join('\n')}\n`;
}

function fitted(widest: readonly number[], room: number, whole: readonly number[]): number[] {
  const widths = [...widest];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const cuttable = widths.map((width, column) => (whole.includes(column) ? 0 : width));
    const largest = Math.max(...cuttable);
    if (largest <= LEAST_WIDTH) break;
    widths[cuttable.indexOf(largest)]!--;
    excess--;
  }
  return widths;
}
