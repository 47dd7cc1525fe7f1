import type { NewExport, Scope } from '@plumbline/contract';
import { type BundleTable, batchOf, type Table, type TableBatch } from '@plumbline/formats';
import type { Row } from '../database/database.ts';
import type { Actor } from '../database/people-database.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import * as sql from './export-rows.sql.ts';
import { GAPS, type SampleSource, SCOPE_OF, samplesTable, TABLES } from './export-tables.ts';
import type { ExportsRepository } from './exports.repository.ts';

const ROWS = 20_000;
const BLOCKS = 360;
const DAY_US = 86_400e6;
const PAGES = { seconds: sql.SECONDS_PAGE, bouts: sql.BOUTS_PAGE, rotations: sql.ROTATIONS_PAGE } as const;
const TIMES = ['t_us', 'start_us', 'peak_us', 'end_us'] as const;

interface StreamRow extends SampleSource, Row {
  readonly id: number;
  readonly session_id: number;
}

interface DayRow extends Row {
  readonly measures: readonly {
    readonly id: string;
    readonly interval: readonly [number, number] | null;
    readonly parameterHash: string;
  }[];
}

/** What one export holds, page by page, as its orderer may see it. */
export class ExportReader {
  readonly #repository: ExportsRepository;
  readonly #actor: Actor;
  readonly #wearerId: number;
  readonly #wanted: NewExport;
  readonly #shiftUs: number;
  #sessions = new Map<number, number>();

  constructor(repository: ExportsRepository, actor: Actor, wearerId: number, wanted: NewExport) {
    this.#repository = repository;
    this.#actor = actor;
    this.#wearerId = wearerId;
    this.#wanted = wanted;
    this.#shiftUs = wanted.dateShiftDays * DAY_US;
  }

  /** In a fixed order. `onTable`: the share that is done. */
  async *tables(onTable: (share: number) => Promise<void>): AsyncGenerator<BundleTable, void, void> {
    const wanted = [...this.#wanted.tables].sort();
    const sessions = await this.#rows<{ id: number }>(SCOPE_OF[wanted[0]!], sql.SESSIONS, [this.#wearerId]);
    this.#sessions = new Map(sessions.map(({ id }, i) => [id, i + 1]));
    for (const [i, name] of wanted.entries()) {
      await onTable(i / wanted.length);
      if (name === 'samples') yield* this.#samples();
      else if (name === 'days') yield { table: TABLES.days, batches: this.#days() };
      else yield { table: TABLES[name], batches: this.#paged(name) };
    }
  }

  async *#samples(): AsyncGenerator<BundleTable, void, void> {
    const { fromUs, untilUs } = this.#wanted;
    const streams = await this.#rows<StreamRow>('raw', sql.STREAMS, [this.#wearerId, fromUs, untilUs]);
    for (const [i, stream] of streams.entries()) {
      const table = samplesTable(i + 1, this.#sessions.get(stream.session_id)!, stream);
      yield { table, batches: this.#blocks(stream) };
    }
    yield { table: GAPS, batches: this.#gaps(streams) };
  }

  async *#blocks({ id, channels }: StreamRow): AsyncGenerator<TableBatch, void, void> {
    const { fromUs, untilUs } = this.#wanted;
    const encodings = channels.map(({ encoding }) => encoding);
    for (let last = -1, full = true; full; ) {
      const values = [id, fromUs, untilUs, last, BLOCKS];
      const rows = await this.#rows<{ t_us: number; payload: Uint8Array }>('raw', sql.BLOCKS_PAGE, values);
      for (const { payload } of rows) {
        const block = unpackBlock(payload, encodings);
        const [start, end] = [fromUs, untilUs].map((us) => firstAtOrAfter(block.tUs, us)) as [number, number];
        const tUs = block.tUs.subarray(start, end).map((us) => us + this.#shiftUs);
        const scaled = block.channels.map((column, c) =>
          column.subarray(start, end).map((count) => count * channels[c]!.lsb),
        );
        yield { n: end - start, columns: [tUs, tUs, ...scaled] };
      }
      full = rows.length === BLOCKS;
      last = rows.at(-1)?.t_us ?? last;
    }
  }

  async *#gaps(streams: readonly StreamRow[]): AsyncGenerator<TableBatch, void, void> {
    const { fromUs, untilUs } = this.#wanted;
    const numbers = new Map(streams.map(({ id }, i) => [id, i + 1]));
    const rows = await this.#rows('raw', sql.GAPS, [[...numbers.keys()], fromUs, untilUs]);
    yield batchOf(
      GAPS,
      rows.map((row) => ({ ...this.#shifted(row), stream: numbers.get(row.stream_id as number) })),
    );
  }

  async *#paged(name: keyof typeof PAGES): AsyncGenerator<TableBatch, void, void> {
    const { fromUs, untilUs } = this.#wanted;
    let last: readonly unknown[] = [0, 0];
    for (let full = true; full; ) {
      const values = [this.#wearerId, fromUs, untilUs, ...last, ROWS];
      const rows = await this.#rows(SCOPE_OF[name], PAGES[name], values);
      const told = rows.map((row) => {
        const shifted = this.#shifted(row);
        return { ...shifted, time: shifted.t_us, session: this.#sessions.get(row.session_id as number) };
      });
      if (rows.length > 0) yield batchOf(TABLES[name] as Table, told);
      full = rows.length === ROWS;
      const end = rows.at(-1);
      if (end !== undefined) last = [end.t_us, end.session_id];
    }
  }

  async *#days(): AsyncGenerator<TableBatch, void, void> {
    const { fromUs, untilUs, dateShiftDays } = this.#wanted;
    const values = [this.#wearerId, fromUs, untilUs, dateShiftDays];
    const days = await this.#rows<DayRow>('summary', sql.DAYS, values);
    const rows = days.flatMap(({ measures, ...day }) =>
      measures.map(({ id, interval, parameterHash, ...rest }) => ({
        ...{ ...this.#shifted(day), ...rest, measure: id, parameter_hash: parameterHash },
        ...{ low: interval?.[0] ?? null, high: interval?.[1] ?? null },
      })),
    );
    yield batchOf(TABLES.days, rows);
  }

  #rows<R extends Row>(scope: Scope, statement: string, values: readonly unknown[]): Promise<R[]> {
    return this.#repository.rows<R>(this.#actor, this.#wearerId, scope, statement, values);
  }

  #shifted(row: Row): Row {
    const moved = TIMES.filter((name) => name in row).map((name) => [name, row[name] + this.#shiftUs]);
    return { ...row, ...Object.fromEntries(moved) };
  }
}

/** Index of the first time that is not before `us`; times only ever grow. */
function firstAtOrAfter(tUs: Float64Array, us: number): number {
  const at = tUs.findIndex((t) => t >= us);
  return at < 0 ? tUs.length : at;
}
