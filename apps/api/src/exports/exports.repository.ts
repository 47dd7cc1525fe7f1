import { Injectable } from '@nestjs/common';
import type { Export, Scope } from '@plumbline/contract';
import type { BundleFile } from '@plumbline/formats';
import { audit, auditLooks } from '../access/access.repository.ts';
import { Database, type Row } from '../database/database.ts';
import { CANCEL_JOB } from '../database/job-queue.sql.ts';
import { checkRoom } from '../database/order-queue.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';
import type { RowCounts } from './estimate.ts';
import type { ExportOrder, ExportSource } from './export-order.ts';
import { ESTIMATE } from './export-rows.sql.ts';

const ORDER = `
  insert into job (tenant_id, person_id, wearer_id, kind, input)
  select tenant_id, $1, $2, 'export', $3 from person where id = $1 returning id`;
const ENTER = `
  insert into export (job_id, tenant_id, person_id, wearer_ids, path, expires_at)
  select id, tenant_id, person_id, array[wearer_id], $2, now() + $3 * interval '1 day' from job where id = $1`;
const LIST = `
  select j.id, j.state, j.progress, j.input, j.problem, j.wearer_id, ${usOf('j.created_at')} as created_us,
    ${usOf('e.expires_at')} as expires_us, e.path, e.manifest -> 'files' as files,
    coalesce((e.manifest ->> 'daysNotYetSummarised')::int, 0) as days_not_yet_summarised
  from job j join export e on e.job_id = j.id
  where j.kind = 'export' and e.expires_at > now() and ($1::uuid is null or j.id = $1) order by j.created_at desc limit 200`;
const MAY = 'select $1::int = any (readable($2)) as may';
const FETCH = 'GET /v1/exports/:id/files/:name';
const FORGET = 'delete from export where job_id = $1';

export interface ExportRow {
  readonly id: string;
  readonly state: Export['state'];
  readonly progress: number;
  readonly input: ExportOrder;
  readonly problem: string | null;
  readonly wearer_id: number;
  readonly created_us: number;
  readonly expires_us: number | null;
  readonly path: string;
  readonly files: readonly BundleFile[] | null;
  readonly days_not_yet_summarised: number;
}

/** Orders of people, and the rows that they may see. */
@Injectable()
export class ExportsRepository {
  readonly #people: PeopleDatabase;
  readonly #workers: Database;

  constructor(people: PeopleDatabase, workers: Database) {
    this.#people = people;
    this.#workers = workers;
  }

  /** Returns the id. What was ordered is written into the audit log. */
  async order({ actor, wearerId, tables }: ExportSource, order: ExportOrder): Promise<string> {
    return this.#people.as(actor, async (queries) => {
      await checkRoom(queries);
      const values = [actor.personId, wearerId, JSON.stringify(order)];
      const [row] = await queries.query<{ id: string }>(ORDER, values);
      await audit(queries, actor, 'export ordered', wearerId, { tables });
      return row!.id;
    });
  }

  /** Whoever fetches data of somebody else is written down. */
  async fetched({ actor, wearerId }: ExportSource, scopes: ReadonlySet<Scope>): Promise<void> {
    const looks = [...scopes].map((scope) => ({ wearerId, scope }));
    await this.#people.as(actor, (queries) => auditLooks(queries, FETCH, looks));
  }

  /** From now on it can be taken up. */
  async enter(id: string, path: string, days: number): Promise<void> {
    await this.#workers.query(ENTER, [id, path, days]);
  }

  /** Of the actor, the latest first. */
  list(actor: Actor, id: string | null = null): Promise<ExportRow[]> {
    return this.#people.as(actor, (queries) => queries.query<ExportRow & Row>(LIST, [id]));
  }

  async cancel(id: string): Promise<void> {
    await this.#workers.query(CANCEL_JOB, [id]);
    await this.#workers.query(FORGET, [id]);
  }

  async may({ actor, wearerId }: ExportSource, scope: Scope): Promise<boolean> {
    const [row] = await this.#people.as(actor, (queries) =>
      queries.query<{ may: boolean }>(MAY, [wearerId, scope]),
    );
    return row!.may;
  }

  /** About how many rows there are. */
  async counts({ actor, wearerId, fromUs, untilUs }: ExportSource): Promise<RowCounts> {
    const [row] = await this.#people.as(actor, (queries) =>
      queries.query<RowCounts & Row>(ESTIMATE, [wearerId, fromUs, untilUs]),
    );
    return row!;
  }
}
