import { Injectable } from '@nestjs/common';
import type { Import } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import { Database, type Row } from '../database/database.ts';
import { CANCEL_JOB, FINISH_JOB, HOLD_JOB, RELEASE_JOB, takeSql } from '../database/job-queue.sql.ts';
import { checkRoom } from '../database/order-queue.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';
import type { ImportOrder, ImportResult, TakenImport } from './import-order.ts';

const ORDER = `
  insert into job (id, tenant_id, person_id, wearer_id, kind, input)
  select $1, tenant_id, id, $3, 'import', $4 from person where id = $2`;
const LIST = `
  select id, state, progress, input, problem, result, ${usOf('created_at')} as created_us from job
  where kind = 'import' and ($1::uuid is null or id = $1) order by created_at desc limit 200`;
const TAKE = takeSql('import', 'true');
const UNFINISHED = "select id from job where kind = 'import' and state in ('queued', 'running')";
const WEARER = 'select pseudonym as uuid, tenant_id as "tenantId" from wearer where id = $1';
/** What of a stream's samples is still there. */
const STREAM = `
  select s.ended_at is not null as ended, p.next_seq::float8 as "nextSeq", p.samples::float8 as samples,
    coalesce((select sum(n) from raw_block b where b.stream_id = s.id), 0)::float8 as stored
  from stream s join stream_progress p on p.stream_id = s.id where s.uuid = $1`;

export interface ImportRow {
  readonly id: string;
  readonly state: Import['state'];
  readonly progress: number;
  readonly input: ImportOrder;
  readonly problem: string | null;
  readonly result: ImportResult | null;
  readonly created_us: number;
}

export interface StoredStream {
  readonly ended: boolean;
  /** Every record below it is stored. */
  readonly nextSeq: number;
  readonly samples: number;
  /** Less than `samples`: some were deleted meanwhile. */
  readonly stored: number;
}

@Injectable()
export class ImportsRepository {
  readonly #people: PeopleDatabase;
  readonly #workers: Database;

  constructor(people: PeopleDatabase, workers: Database) {
    this.#people = people;
    this.#workers = workers;
  }

  async order(who: Identity, id: string, wearerId: number, order: ImportOrder): Promise<void> {
    await this.#people.as(who, async (queries) => {
      await checkRoom(queries);
      await queries.query(ORDER, [id, who.personId, wearerId, JSON.stringify(order)]);
      await audit(queries, who, 'import ordered', wearerId);
    });
  }

  /** Of the actor, the latest first. */
  list(actor: Actor, id: string | null = null): Promise<ImportRow[]> {
    return this.#people.as(actor, (queries) => queries.query<ImportRow & Row>(LIST, [id]));
  }

  async take(): Promise<TakenImport | null> {
    const [row] = await this.#workers.query<TakenImport & Row>(TAKE);
    return row ?? null;
  }

  /** False: it was cancelled, or deleted with its wearer. */
  async hold(id: string, progress: number): Promise<boolean> {
    return (await this.#workers.query(HOLD_JOB, [id, progress])).length > 0;
  }

  async release(id: string): Promise<void> {
    await this.#workers.query(RELEASE_JOB, [id]);
  }

  async finish(id: string, problem: string | null, result: ImportResult | null): Promise<void> {
    const values = [id, problem === null ? 'done' : 'failed', problem, result && JSON.stringify(result)];
    await this.#workers.query(FINISH_JOB, values);
  }

  async cancel(id: string): Promise<void> {
    await this.#workers.query(CANCEL_JOB, [id]);
  }

  async unfinished(): Promise<Set<string>> {
    const rows = await this.#workers.query<{ id: string }>(UNFINISHED);
    return new Set(rows.map(({ id }) => id));
  }

  /** Null: deleted. */
  async wearer(id: number): Promise<{ uuid: string; tenantId: number } | null> {
    const [row] = await this.#workers.query<{ uuid: string; tenantId: number }>(WEARER, [id]);
    return row ?? null;
  }

  /** Null: never opened. */
  async stream(uuid: string): Promise<StoredStream | null> {
    const [row] = await this.#workers.query<StoredStream & Row>(STREAM, [uuid]);
    return row ?? null;
  }
}
