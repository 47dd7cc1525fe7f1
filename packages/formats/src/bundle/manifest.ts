export type BundleFormat = 'csv' | 'parquet';

/** What holds for the whole bundle; nothing that changes from one export of the same data to the next. */
export interface BundleFacts {
  readonly title: string;
  readonly format: BundleFormat;
  readonly about: Readonly<Record<string, unknown>>;
}

export interface BundleFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Null: not a table. */
  readonly rows: number | null;
}

/** A file of a table, with what {@link Table.metadata} said of it: CSV has no room for that. */
export interface TableFile extends BundleFile {
  readonly table: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Manifest extends BundleFacts {
  readonly files: readonly (BundleFile | TableFile)[];
}
