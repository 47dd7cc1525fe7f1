import type { RowGroup } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import type { Table, TableBatch, TableColumn } from '../bundle/table.ts';
import { ColumnChunks } from './column-chunk.ts';

/** Every column holds plain numbers, and none is ever missing. */
export function holdsNumbersAlone({ columns }: Table): boolean {
  return columns.every((column) => !column.optional && (isWhole(column) || column.type === 'float32'));
}

function isWhole({ type }: TableColumn): boolean {
  return type === 'int64' || type === 'timestamp';
}

/** Row groups of a table of numbers: one group in memory, in arrays that are filled again and again. */
export class NumberGroups {
  readonly #columns: readonly TableColumn[];
  readonly #rows: number;
  readonly #held: readonly (Float64Array | Float32Array)[];
  readonly #chunks: ColumnChunks;
  #n = 0;

  constructor({ columns }: Table, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#held = columns.map((column) => (isWhole(column) ? new Float64Array(rows) : new Float32Array(rows)));
    this.#chunks = new ColumnChunks(rows);
  }

  get isEmpty(): boolean {
    return this.#n === 0;
  }

  get isFull(): boolean {
    return this.#n === this.#rows;
  }

  /** From row `from` on, as many as there is room for. Returns the first that did not fit. */
  add({ n, columns }: TableBatch, from: number): number {
    const end = Math.min(n, from + this.#rows - this.#n);
    this.#held.forEach((held, c) => {
      const source = columns[c]!;
      if (source instanceof Float64Array) held.set(source.subarray(from, end), this.#n);
      else for (let i = from; i < end; i++) held[this.#n + i - from] = source[i] as number;
    });
    this.#n += end - from;
    return end;
  }

  /** Writes what it holds and begins anew. */
  write(out: ByteWriter): RowGroup {
    const start = out.offset;
    const columns = this.#columns.map(({ name }, c) => {
      const held = this.#held[c]!;
      return held instanceof Float32Array
        ? this.#chunks.writeFloats(out, name, held, this.#n)
        : this.#chunks.writeWhole(out, name, held, this.#n);
    });
    const bytes = columns.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n);
    const rows = BigInt(this.#n);
    this.#n = 0;
    const total_compressed_size = BigInt(out.offset - start);
    return { columns, total_byte_size: bytes, num_rows: rows, total_compressed_size };
  }
}
