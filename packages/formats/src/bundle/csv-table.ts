import { ByteWriter } from '../csv/byte-writer.ts';
import type { Cell, Table, TableBatch, TableColumn } from './table.ts';

const COMMA = 44;
const NEWLINE = 10;
/** Few writes to the disk, and little in memory. */
const PIECE_BYTES = 1 << 19;
const DECIMALS: Readonly<Record<string, number>> = { float32: 6, float64: 9 };
/** What would end a field early, and what a spreadsheet would take for a formula. */
const NEEDS_QUOTES = /[",\r\n]|^[=+\-@\t]/;

/** Times are whole microseconds already: a second column of them would only make the file longer. */
export function csvColumns({ columns }: Table): TableColumn[] {
  return columns.filter(({ type }) => type !== 'timestamp');
}

/** A table as CSV with a header; a missing value is an empty field. */
export async function* csvBytes(
  table: Table,
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<Uint8Array, void, void> {
  const out = new ByteWriter();
  const columns = csvColumns(table);
  const places = columns.map((column) => table.columns.indexOf(column));
  out.text(`${columns.map(({ name }) => name).join(',')}\n`);
  for await (const batch of batches) {
    const values = places.map((place) => batch.columns[place]!);
    for (let i = 0; i < batch.n; i++) writeRow(out, columns, values, i);
    if (out.length >= PIECE_BYTES) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

function writeRow(
  out: ByteWriter,
  columns: readonly TableColumn[],
  values: TableBatch['columns'],
  i: number,
): void {
  for (let c = 0; c < columns.length; c++) {
    if (c > 0) out.byte(COMMA);
    writeCell(out, columns[c]!, values[c]![i] ?? null);
  }
  out.byte(NEWLINE);
}

function writeCell(out: ByteWriter, column: TableColumn, cell: Cell): void {
  if (cell === null || Number.isNaN(cell)) return;
  if (typeof cell === 'number') out.fixed(cell, column.decimals ?? DECIMALS[column.type] ?? 0);
  else out.bytes(new TextEncoder().encode(quoted(String(cell))));
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
