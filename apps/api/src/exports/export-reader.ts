import type { Scope } from '@plumbline/contract';
import { type BundleTable, batchOf, type Table, type TableBatch } from '@plumbline/formats';
import type { Row } from '../database/database.ts';
import type { ExportSource } from './export-order.ts';
import * as sql from './export-rows.sql.ts';
import type { ExportRows } from './export-rows.ts';
import {
  daysTable,
  GAPS,
  type SampleSource,
  SCOPE_OF,
  samplesFile,
  samplesTable,
  TABLES,
} from './export-tables.ts';
import { SampleBatches } from './sample-batches.ts';

const ROWS = 20_000;
/** Half an hour in blocks of ten seconds: about a megabyte. */
const BLOCKS = 180;
const DAY_US = 86_400e6;
const PAGES = { seconds: sql.SECONDS_PAGE, bouts: sql.BOUTS_PAGE, rotations: sql.ROTATIONS_PAGE } as const;
const TIMES = ['t_us', 'start_us', 'peak_us', 'end_us'] as const;

interface StreamRow extends SampleSource, Row {
  readonly id: number;
  readonly session_id: number;
}

interface BlockRow extends Row {
  readonly t_us: number;
  readonly payload: Uint8Array;
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
  readonly #from: ExportRows;
  readonly #source: ExportSource;
  readonly #shiftUs: number;
  #sessions = new Map<number, number>();

  constructor(from: ExportRows, source: ExportSource) {
    this.#from = from;
    this.#source = source;
    this.#shiftUs = source.shiftDays * DAY_US;
  }

  /** In a fixed order. */
  async *tables(): AsyncGenerator<BundleTable, void, void> {
    const { tables, wearerId } = this.#source;
    const sessions = await this.#rows<{ id: number }>(SCOPE_OF[tables[0]!], sql.SESSIONS, [wearerId]);
    this.#sessions = new Map(sessions.map(({ id }, i) => [id, i + 1]));
    for (const name of tables) {
      if (name === 'samples') yield* this.#samples();
      else if (name === 'days') yield { table: await this.#daysTable(), batches: this.#days() };
      else yield { table: TABLES[name], batches: this.#paged(name) };
    }
  }

  async *#samples(): AsyncGenerator<BundleTable, void, void> {
    const { wearerId, fromUs, untilUs } = this.#source;
    const streams = await this.#rows<StreamRow>('raw', sql.STREAMS, [wearerId, fromUs, untilUs]);
    for (const [i, stream] of streams.entries()) {
      const table = samplesTable(i + 1, this.#sessions.get(stream.session_id)!, stream);
      const days = await this.#rows<{ day_us: number }>('raw', sql.STREAM_DAYS, [stream.id, fromUs, untilUs]);
      for (const { day_us } of days) {
        const file = samplesFile(i + 1, day_us + this.#shiftUs);
        yield { table, file, batches: this.#samplesOf(stream, day_us) };
      }
    }
    yield { table: GAPS, batches: this.#gaps(streams) };
  }

  async *#samplesOf({ id, channels }: StreamRow, dayUs: number): AsyncGenerator<TableBatch, void, void> {
    const fromUs = Math.max(this.#source.fromUs, dayUs);
    const untilUs = Math.min(this.#source.untilUs, dayUs + DAY_US);
    const batches = new SampleBatches(channels, fromUs, untilUs, this.#shiftUs);
    for await (const payload of this.#payloads(id, fromUs, untilUs)) yield batches.of(payload);
  }

  /** The next page is on its way while one is being read. */
  async *#payloads(
    streamId: number,
    fromUs: number,
    untilUs: number,
  ): AsyncGenerator<Uint8Array, void, void> {
    const page = (lastUs: number): Promise<BlockRow[]> =>
      this.#rows<BlockRow>('raw', sql.BLOCKS_PAGE, [streamId, fromUs, untilUs, lastUs, BLOCKS]);
    for (let rows = await page(-1); rows.length > 0; ) {
      const next = rows.length < BLOCKS ? null : page(rows.at(-1)!.t_us);
      next?.catch(() => {});
      for (const { payload } of rows) yield payload;
      rows = next === null ? [] : await next;
    }
  }

  async *#gaps(streams: readonly StreamRow[]): AsyncGenerator<TableBatch, void, void> {
    const { fromUs, untilUs } = this.#source;
    const numbers = new Map(streams.map(({ id }, i) => [id, i + 1]));
    const rows = await this.#rows('raw', sql.GAPS, [[...numbers.keys()], fromUs, untilUs]);
    yield batchOf(
      GAPS,
      rows.map((row) => ({ ...this.#shifted(row), stream: numbers.get(row.stream_id as number) })),
    );
  }

  async *#paged(name: keyof typeof PAGES): AsyncGenerator<TableBatch, void, void> {
    const { wearerId, fromUs, untilUs } = this.#source;
    let last: readonly unknown[] = [0, 0];
    for (let full = true; full; ) {
      const values = [wearerId, fromUs, untilUs, ...last, ROWS];
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

  /** Asked before its rows are read: a day that is summarised in between is counted, none is forgotten. */
  async #daysTable(): Promise<Table> {
    const { wearerId, fromUs, untilUs } = this.#source;
    const [row] = await this.#rows<{ days: number }>('summary', sql.DAYS_WAITING, [
      wearerId,
      fromUs,
      untilUs,
    ]);
    return daysTable(row!.days);
  }

  async *#days(): AsyncGenerator<TableBatch, void, void> {
    const { wearerId, fromUs, untilUs, shiftDays } = this.#source;
    const days = await this.#rows<DayRow>('summary', sql.DAYS, [wearerId, fromUs, untilUs, shiftDays]);
    const rows = days.flatMap(({ measures, ...day }) =>
      measures.map(({ id, interval, parameterHash, ...rest }) => ({
        ...{ ...this.#shifted(day), ...rest, measure: id, parameter_hash: parameterHash },
        ...{ low: interval?.[0] ?? null, high: interval?.[1] ?? null },
      })),
    );
    yield batchOf(TABLES.days, rows);
  }

  #rows<R extends Row>(scope: Scope, statement: string, values: readonly unknown[]): Promise<R[]> {
    return this.#from.rows<R>(this.#source, scope, statement, values);
  }

  #shifted(row: Row): Row {
    const moved = TIMES.filter((name) => name in row).map((name) => [name, row[name] + this.#shiftUs]);
    return { ...row, ...Object.fromEntries(moved) };
  }
}
