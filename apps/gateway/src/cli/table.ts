import { visibleLength } from './ui.ts';

/** Columns padded to their widest cell; the last one is cut where the terminal ends. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const all = [headers, ...rows];
  const widths = headers.map((_, column) => Math.max(...all.map((row) => visibleLength(row[column] ?? ''))));
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, column) =>
      column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - visibleLength(cell)),
    );
    return cut(padded.join('  ').trimEnd(), columns);
  };
  return `${all.map(line).join('\n')}\n`;
}

function cut(text: string, columns: number): string {
  return visibleLength(text) <= columns || text.includes('\x1b') ? text : `${text.slice(0, columns - 1)}…`;
}
