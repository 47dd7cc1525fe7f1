import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell, Table, TableBatch, TableColumn } from '../bundle/table.ts';
import { holdsNumbersAlone, NumberGroups } from './number-groups.ts';

/** Enough for good compression, and little enough to hold. */
const ROW_GROUP = 100_000;
const CREATED_BY = 'plumbline';

const TYPES = {
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    // Without it readers take the times for zone-less ones.
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  int64: { type: 'INT64' },
  int32: { type: 'INT32' },
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  boolean: { type: 'BOOLEAN' },
} as const satisfies Record<TableColumn['type'], Partial<SchemaElement>>;

/** A table as Parquet, a row group at a time. Units and descriptions of the columns are in its key-value metadata. */
export async function* parquetBytes(
  table: Table,
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<Uint8Array, void, void> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(table),
    kvMetadata: [{ key: 'plumbline', value: JSON.stringify(metadataOf(table)) }],
    createdBy: CREATED_BY,
  });
  const written = holdsNumbersAlone(table) ? numberGroups : mixedGroups;
  for await (const _ of written(table, batches, writer)) yield drain(bytes);
  await writer.finish();
  yield drain(bytes);
}

async function* numberGroups(
  table: Table,
  batches: AsyncIterable<TableBatch>,
  writer: ParquetWriter,
): AsyncGenerator<void, void, void> {
  const groups = new NumberGroups(table, ROW_GROUP);
  const write = (): void => {
    const group = groups.write(writer.writer as ByteWriter);
    writer.row_groups.push(group);
    writer.num_rows += group.num_rows;
  };
  for await (const batch of batches) {
    for (let next = 0; next < batch.n; ) {
      next = groups.add(batch, next);
      if (!groups.isFull) continue;
      write();
      yield;
    }
  }
  if (groups.isEmpty) return;
  write();
  yield;
}

async function* mixedGroups(
  table: Table,
  batches: AsyncIterable<TableBatch>,
  writer: ParquetWriter,
): AsyncGenerator<void, void, void> {
  for await (const group of groups(table, batches)) {
    const columnData = table.columns.map((column, c) => ({
      ...{ name: column.name, data: group[c]! },
      // Times hardly repeat: looking for a dictionary would be in vain, and their steps are small.
      ...(isTime(column) && { encoding: 'DELTA_BINARY_PACKED' as const }),
    }));
    await writer.write({ columnData, rowGroupSize: ROW_GROUP });
    yield;
  }
}

function isTime({ type, optional }: TableColumn): boolean {
  return (type === 'timestamp' || type === 'int64') && !optional;
}

/** What Parquet has no field for. */
function metadataOf({ name, description, columns, metadata }: Table): Record<string, unknown> {
  return { table: name, description, ...metadata, columns };
}

function schemaOf({ columns }: Table): SchemaElement[] {
  const leaves = columns.map(({ name, type, optional }) => ({
    name,
    repetition_type: optional ? ('OPTIONAL' as const) : ('REQUIRED' as const),
    ...TYPES[type],
  }));
  return [{ name: 'root', num_children: columns.length }, ...leaves];
}

type ColumnData = BigInt64Array | Float64Array | (Cell | bigint)[];

/** Batches of any size, put together to row groups. */
async function* groups(
  { columns }: Table,
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<ColumnData[], void, void> {
  let held: TableBatch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    held.push(batch);
    rows += batch.n;
    if (rows < ROW_GROUP) continue;
    yield columns.map((column, c) => gather(column, held, c, rows));
    held = [];
    rows = 0;
  }
  if (rows > 0) yield columns.map((column, c) => gather(column, held, c, rows));
}

function gather(column: TableColumn, held: readonly TableBatch[], c: number, rows: number): ColumnData {
  const isWhole = column.type === 'int64' || column.type === 'timestamp';
  if (column.optional || column.type === 'string' || column.type === 'boolean') {
    const cells = held.flatMap((batch) => Array.from(batch.columns[c]!).slice(0, batch.n));
    return isWhole ? cells.map((cell) => (cell === null ? null : BigInt(cell as number))) : cells;
  }
  const numbers = isWhole ? new BigInt64Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const { n, columns } of held) {
    const source = columns[c]!;
    if (numbers instanceof Float64Array) for (let i = 0; i < n; i++) numbers[at++] = source[i] as number;
    else for (let i = 0; i < n; i++) numbers[at++] = BigInt(source[i] as number);
  }
  return numbers;
}

/** Takes the bytes out; offsets in the file go on from where they stand. */
function drain(bytes: ByteWriter & { index?: number }): Uint8Array {
  const taken = bytes.getBytes().slice();
  bytes.index = 0;
  return taken;
}
