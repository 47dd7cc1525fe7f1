import { Injectable } from '@nestjs/common';
import type { NewJob } from '@plumbline/contract';
import { Database, type Queries, type Row } from '../database/database.ts';
import { LOAD_PIPELINE } from '../ingest/ingest.sql.ts';
import { type AlgorithmIds, putWrites } from '../ingest/store-writes.ts';
import type { PipelineSnapshot, SessionWrite } from '../ingest/writes.ts';
import type { Place } from '../recompute/recompute.repository.ts';
import type { Counts, DayRow, Told } from './jobs.repository.ts';
import * as sql from './jobs.sql.ts';

/** Where an analysis goes on after a crash. Its rows so far lie in the schema of trials. */
export interface Checkpoint {
  /** Days before it are compared. */
  readonly date: string;
  /** Sessions whose rows are there as a whole. */
  readonly finished: readonly number[];
  /** Within one of them; null: between two. */
  readonly session: { readonly id: number; readonly place: Place } | null;
  readonly samples: number;
}

/** A job that this process works on. */
export interface Claimed {
  readonly id: string;
  readonly tenantId: number;
  readonly personId: number;
  readonly wearerId: number;
  readonly input: NewJob;
  readonly checkpoint: Checkpoint | null;
  readonly progress: number;
  /** How often it was taken up since it last got on, with this time. */
  readonly begun: number;
  /** Changes with every word to the database: whoever holds the latest works on the job. */
  readonly ticket: string;
}

export interface SessionOfDay {
  readonly id: number;
  readonly startedUs: number;
}

interface Wishes {
  readonly settings: { readonly activeHours?: { readonly fromMin: number; readonly toMin: number } } | null;
}

/** It was stopped, or another worker has taken it over. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

type Outcome = { readonly state: 'done' | 'failed' | 'cancelled'; readonly problem: string | null };

/** What workers do with jobs, and the tables in which an analysis keeps its own rows. */
@Injectable()
export class TrialRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null: nothing to do. */
  claim(leaseMs: number): Promise<Claimed | null> {
    return this.#database.transaction(async (queries) => {
      await queries.query(sql.CLAIM_LOCK);
      const [row] = await queries.query<Claimed & Row>(sql.CLAIM, [leaseMs]);
      return row ?? null;
    });
  }

  /** What stopped jobs left behind. */
  async sweep(): Promise<void> {
    const rows = await this.#database.query<{ wearerId: number }>(sql.STOPPED);
    for (const { wearerId } of rows) {
      const [{ busy }] = (await this.#database.query<{ busy: boolean }>(sql.IS_BUSY, [wearerId])) as [
        { busy: boolean },
      ];
      if (!busy) await this.erase(wearerId);
    }
  }

  async erase(wearerId: number): Promise<void> {
    await this.#database.query(sql.ERASE_TRIAL, [wearerId]);
  }

  /** Whether the rows that the checkpoint tells of are there: a backup does not hold them. */
  async holds({ finished, session }: Checkpoint): Promise<boolean> {
    const ids = session === null ? finished : [...finished, session.id];
    if (ids.length === 0) return true;
    const [row] = await this.#database.query<{ there: boolean }>(sql.HAS_TRIAL, [ids]);
    return row!.there;
  }

  /** With the job's ticket before; returns the one after. Does the work only if the job is still this worker's. */
  async advance(
    { id, ticket }: Claimed,
    checkpoint: Checkpoint,
    progress: number,
    leaseMs: number,
    work: (queries: Queries) => Promise<void> = async () => {},
  ): Promise<string> {
    return this.#database.transaction(async (queries) => {
      const values = [id, ticket, JSON.stringify(checkpoint), Math.min(1, progress), leaseMs];
      const [row] = await queries.query<{ ticket: string }>(sql.CHECKPOINT, values);
      if (row === undefined) throw new JobLost(`job ${id} is not this worker's any more`);
      await work(queries);
      return row.ticket;
    });
  }

  /** Inside a transaction: rows of the trial in place of those that are shown. */
  async putTrial(queries: Queries, write: SessionWrite, algorithms: AlgorithmIds): Promise<void> {
    await queries.query(sql.IN_TRIAL);
    await putWrites(queries, [write], algorithms);
  }

  async putDay(queries: Queries, { id, wearerId, tenantId }: Claimed, day: DayRow): Promise<void> {
    const [shown, told] = [day.shown, day.told].map((side) => side && JSON.stringify(side));
    await queries.query(sql.PUT_DAY, [id, day.date, wearerId, tenantId, shown, told, day.reason]);
  }

  async clean(queries: Queries, wearerId: number, beforeUs: number): Promise<void> {
    await queries.query(sql.IN_TRIAL);
    for (const statement of sql.CLEAN) await queries.query(statement, [wearerId, beforeUs]);
  }

  /** Reads from the trial as everybody else reads what is shown. */
  reading<T>(read: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (queries) => {
      await queries.query(sql.IN_TRIAL);
      return read(queries);
    });
  }

  /** The trial's state of a session. */
  async snapshot(sessionId: number): Promise<PipelineSnapshot | null> {
    const [row] = await this.reading((queries) =>
      queries.query<{ last_us: number; parameters: string; snapshot: Uint8Array }>(LOAD_PIPELINE, [
        sessionId,
      ]),
    );
    return row ? { lastUs: row.last_us, parameters: row.parameters, bytes: row.snapshot } : null;
  }

  async settings(wearerId: number): Promise<Wishes['settings']> {
    const [row] = await this.#database.query<Wishes & Row>(sql.SETTINGS, [wearerId]);
    return row!.settings;
  }

  sessions(wearerId: number, fromUs: number, untilUs: number): Promise<SessionOfDay[]> {
    return this.#database.query<SessionOfDay & Row>(sql.SESSIONS, [wearerId, fromUs, untilUs]);
  }

  async samples(sessionIds: readonly number[]): Promise<number> {
    const [row] = await this.#database.query<{ samples: number }>(sql.SAMPLES, [sessionIds]);
    return row!.samples;
  }

  async shown(wearerId: number, date: string): Promise<Told | null> {
    const [row] = await this.#database.query<Told & Row>(sql.SHOWN, [wearerId, date]);
    return row ?? null;
  }

  async seconds(wearerId: number, fromUs: number, untilUs: number): Promise<Counts> {
    const [row] = await this.#database.query<Counts & Row>(sql.SECONDS, [wearerId, fromUs, untilUs]);
    return row!;
  }

  /** `replace`: these sessions are analysed again for what is shown. Its own rows go. */
  async finish(
    { id, ticket, wearerId }: Claimed,
    { state, problem }: Outcome,
    replace: readonly number[],
  ): Promise<void> {
    await this.#database.transaction(async (queries) => {
      const rows = await queries.query(sql.FINISH, [id, ticket, state, problem]);
      if (rows.length === 0) return;
      await queries.query(sql.ERASE_TRIAL, [wearerId]);
      if (replace.length > 0) await queries.query(sql.REPLACE, [replace]);
    });
  }

  async release({ id, ticket }: Claimed): Promise<void> {
    await this.#database.query(sql.RELEASE, [id, ticket]);
  }
}
