import { Injectable } from '@nestjs/common';
import type { BundleFile } from '@plumbline/formats';
import { Database, type Row } from '../database/database.ts';
import { FINISH_JOB, HOLD_JOB, RELEASE_JOB, takeSql } from '../database/job-queue.sql.ts';
import type { ExportOrder } from './export-order.ts';
import { daysNotYetSummarised } from './export-tables.ts';

const TAKE = takeSql('export', 'exists (select from export where job_id = j.id)');
const PATH = 'select path from export where job_id = $1';
const KEEP_FILES = 'update export set manifest = $2, bytes = $3 where job_id = $1';
/** Its order was stored and the server stopped before it was entered. */
const ORPHANS = `
  update job set state = 'failed', finished_at = now(), problem = 'The server stopped meanwhile: order it again.'
  where kind = 'export' and state in ('queued', 'running') and created_at < now() - interval '1 minute'
    and not exists (select from export where job_id = job.id)`;
const EXPIRE = 'delete from export where expires_at <= now()';
/** Of these, the orders whose files nobody may have any more. Others are not of this database. */
const LEFT = `
  select id from job where kind = 'export' and id = any ($1::uuid[])
    and not exists (select from export where job_id = job.id)`;

/** An export that is to be made now. */
export interface TakenExport {
  readonly id: string;
  readonly personId: number;
  readonly wearerId: number;
  readonly order: ExportOrder;
  readonly path: string;
}

/** The queue of exports, which outlives the process. */
@Injectable()
export class ExportJobsRepository {
  readonly #workers: Database;

  constructor(workers: Database) {
    this.#workers = workers;
  }

  /** The oldest that nobody is at; null: there is none. */
  async take(): Promise<TakenExport | null> {
    const [taken] = await this.#workers.query<Omit<TakenExport, 'path'> & Row>(TAKE);
    if (taken === undefined) return null;
    const [row] = await this.#workers.query<{ path: string }>(PATH, [taken.id]);
    return row === undefined ? null : { ...taken, path: row.path };
  }

  /** False: it was cancelled, or deleted with its wearer. */
  async hold(id: string, progress: number): Promise<boolean> {
    return (await this.#workers.query(HOLD_JOB, [id, progress])).length > 0;
  }

  /** Somebody else may go on with it. */
  async release(id: string): Promise<void> {
    await this.#workers.query(RELEASE_JOB, [id]);
  }

  /** False: it was cancelled meanwhile. */
  async done(id: string, files: readonly BundleFile[]): Promise<boolean> {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const told = files.map(({ name, bytes, sha256, rows }) => ({ name, bytes, sha256, rows }));
    return this.#workers.transaction(async (queries) => {
      if ((await queries.query(FINISH_JOB, [id, 'done', null, null])).length === 0) return false;
      const kept = { files: told, daysNotYetSummarised: daysNotYetSummarised(files) };
      await queries.query(KEEP_FILES, [id, JSON.stringify(kept), bytes]);
      return true;
    });
  }

  async failed(id: string, problem: string): Promise<void> {
    await this.#workers.query(FINISH_JOB, [id, 'failed', problem, null]);
  }

  /** What is too old goes; returns which of these orders have files that are to go too. */
  async tidy(ids: readonly string[]): Promise<string[]> {
    await this.#workers.query(ORPHANS);
    await this.#workers.query(EXPIRE);
    const rows = await this.#workers.query<{ id: string }>(LEFT, [ids]);
    return rows.map(({ id }) => id);
  }
}
