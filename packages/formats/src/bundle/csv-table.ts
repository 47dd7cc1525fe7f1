import { ByteWriter } from '../csv/byte-writer.ts';
import type { Cell, Table, TableBatch, TableColumn } from './table.ts';

const COMMA = 44;
const NEWLINE = 10;
const DECIMALS: Readonly<Record<string, number>> = { float32: 6, float64: 9 };
/** What would end a field early, and what a spreadsheet would take for a formula. */
const NEEDS_QUOTES = /[",\r\n]|^[=+\-@\t]/;

/** A table as CSV with a header; a missing value is an empty field. */
export async function* csvBytes(
  table: Table,
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<Uint8Array, void, void> {
  const out = new ByteWriter();
  out.text(`${table.columns.map(({ name }) => name).join(',')}\n`);
  yield out.take();
  for await (const batch of batches) {
    for (let i = 0; i < batch.n; i++) {
      table.columns.forEach((column, c) => {
        if (c > 0) out.byte(COMMA);
        writeCell(out, column, batch.columns[c]![i] ?? null);
      });
      out.byte(NEWLINE);
    }
    yield out.take();
  }
}

function writeCell(out: ByteWriter, column: TableColumn, cell: Cell): void {
  if (cell === null || Number.isNaN(cell)) return;
  if (typeof cell === 'number') out.fixed(cell, column.decimals ?? DECIMALS[column.type] ?? 0);
  else out.bytes(new TextEncoder().encode(quoted(String(cell))));
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
