import { csvColumns } from './csv-table.ts';
import type { BundleFormat, TableFile } from './manifest.ts';
import type { Table, TableColumn } from './table.ts';

/** What the columns of a table mean, once for all its files. */
export interface DictionaryEntry {
  readonly table: string;
  readonly description: string;
  readonly files: readonly string[];
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

/** Gathers what was written. Files of one table may differ in their columns: then each kind has its entry. */
export class Dictionary {
  readonly #format: BundleFormat;
  readonly #entries = new Map<string, DictionaryEntry>();

  constructor(format: BundleFormat) {
    this.#format = format;
  }

  get entries(): DictionaryEntry[] {
    return [...this.#entries.values()];
  }

  add(table: Table, { name, rows }: TableFile): void {
    const columns = this.#format === 'csv' ? csvColumns(table) : table.columns;
    const key = JSON.stringify([table.name, columns]);
    const known = this.#entries.get(key);
    this.#entries.set(key, {
      ...{ table: table.name, description: table.description },
      files: [...(known?.files ?? []), name],
      rows: (known?.rows ?? 0) + (rows ?? 0),
      columns,
    });
  }
}
