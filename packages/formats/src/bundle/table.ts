/** What a column holds. `timestamp` and `int64` are whole microseconds since the epoch, UTC, exact below 2^53. */
export type ColumnType = 'timestamp' | 'int64' | 'int32' | 'float32' | 'float64' | 'string' | 'boolean';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** SI or `deg`; null where there is none. */
  readonly unit: string | null;
  readonly description: string;
  /** In text. */
  readonly decimals?: number;
  /** Missing values occur. */
  readonly optional?: boolean;
}

/** A table of an export: the same columns in CSV, Parquet and the data dictionary. */
export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TableColumn[];
  /** Goes into the file where the format has room for it, such as frame, sensor and algorithm. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

export type Cell = number | string | boolean | null;

/**
 * Rows by column, in the order of {@link Table.columns}. Only its first `n` count. Good until the next one is asked for:
 * whoever gives batches may use their memory again.
 */
export interface TableBatch {
  readonly n: number;
  readonly columns: readonly (Float64Array | readonly Cell[])[];
}

/** A batch of row objects that carry the names of the columns. */
export function batchOf(table: Table, rows: readonly Readonly<Record<string, unknown>>[]): TableBatch {
  const columns = table.columns.map(({ name }) => rows.map((row) => (row[name] ?? null) as Cell));
  return { n: rows.length, columns };
}
