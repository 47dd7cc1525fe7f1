import { Injectable } from '@nestjs/common';
import type { BundleFile } from '@plumbline/formats';
import { Database, type Row } from '../database/database.ts';
import type { ExportOrder } from './export-order.ts';

/** Whoever holds a job renews its lease well within this time; after that another process takes it over. */
const LEASE = "now() + interval '30 seconds'";

const TAKE = `
  update job set state = 'running', started_at = coalesce(started_at, now()), lease_until = ${LEASE}
  where id = (select j.id from job j join export e on e.job_id = j.id
    where j.kind = 'export' and (j.state = 'queued' or j.state = 'running' and coalesce(j.lease_until, '-infinity') < now())
    order by j.created_at, j.id limit 1 for update of j skip locked)
  returning id, person_id, wearer_id, input, (select path from export where job_id = job.id) as path`;
const HOLD = `
  update job set progress = $2, lease_until = ${LEASE} where id = $1 and state = 'running' returning id`;
const RELEASE = `
  update job set state = 'queued', lease_until = null where id = $1 and state = 'running'`;
const FINISH = `
  with done as (update job set state = $2, problem = $3, finished_at = now(), lease_until = null,
    progress = case when $2 = 'done' then 1 else progress end where id = $1 and state = 'running' returning id)
  update export e set manifest = $4, bytes = $5 from done where e.job_id = done.id returning e.id`;
/** Its order was stored and the server stopped before it was entered. */
const ORPHANS = `
  update job set state = 'failed', finished_at = now(), problem = 'The server stopped meanwhile: order it again.'
  where kind = 'export' and state in ('queued', 'running') and created_at < now() - interval '1 minute'
    and not exists (select from export where job_id = job.id)`;
const EXPIRE = 'delete from export where expires_at <= now() returning path';

/** An export that is to be made now. */
export interface TakenExport {
  readonly id: string;
  readonly personId: number;
  readonly wearerId: number;
  readonly order: ExportOrder;
  readonly path: string;
}

interface TakenRow extends Row {
  id: string;
  person_id: number;
  wearer_id: number;
  input: ExportOrder;
  path: string;
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
    const [row] = await this.#workers.query<TakenRow>(TAKE);
    if (row === undefined) return null;
    const { id, person_id: personId, wearer_id: wearerId, input: order, path } = row;
    return { id, personId, wearerId, order, path };
  }

  /** False: it was cancelled, or deleted with its wearer. */
  async hold(id: string, progress: number): Promise<boolean> {
    return (await this.#workers.query(HOLD, [id, progress])).length > 0;
  }

  /** Somebody else may go on with it. */
  async release(id: string): Promise<void> {
    await this.#workers.query(RELEASE, [id]);
  }

  /** False: it was cancelled meanwhile. */
  async done(id: string, files: readonly BundleFile[]): Promise<boolean> {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const told = files.map(({ name, bytes, sha256, rows }) => ({ name, bytes, sha256, rows }));
    const values = [id, 'done', null, JSON.stringify({ files: told }), bytes];
    return (await this.#workers.query(FINISH, values)).length > 0;
  }

  async failed(id: string, problem: string): Promise<void> {
    await this.#workers.query(FINISH, [id, 'failed', problem, null, 0]);
  }

  /** What is too old goes; returns where it lies. */
  async tidy(): Promise<string[]> {
    await this.#workers.query(ORPHANS);
    const rows = await this.#workers.query<{ path: string }>(EXPIRE);
    return rows.map(({ path }) => path);
  }
}
