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

type ColumnData = (Cell | bigint)[];

/** Batches of any size, put together to row groups. */
async function* groups(
  { columns }: Table,
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<ColumnData[], void, void> {
  let held: ColumnData[] = columns.map(() => []);
  for await (const batch of batches) {
    for (let from = 0; from < batch.n; ) {
      const end = Math.min(batch.n, from + ROW_GROUP - held[0]!.length);
      columns.forEach((column, c) => {
        gather(column, batch.columns[c]!, from, end, held[c]!);
      });
      from = end;
      if (held[0]!.length < ROW_GROUP) continue;
      yield held;
      held = columns.map(() => []);
    }
  }
  if (held[0]!.length > 0) yield held;
}

function gather(
  { type }: TableColumn,
  values: TableBatch['columns'][number],
  from: number,
  end: number,
  into: ColumnData,
): void {
  const isWhole = type === 'int64' || type === 'timestamp';
  for (let i = from; i < end; i++) {
    const cell = values[i] ?? null;
    into.push(isWhole && cell !== null ? BigInt(cell as number) : cell);
  }
}

/** Takes the bytes out; offsets in the file go on from where they stand. */
function drain(bytes: ByteWriter & { index?: number }): Uint8Array {
  const taken = bytes.getBytes().slice();
  bytes.index = 0;
  return taken;
}
