import { ForbiddenException, Injectable } from '@nestjs/common';
import type { NewExport, Scope } from '@plumbline/contract';
import type { Manifest } from '@plumbline/formats';
import { audit } from '../access/access.repository.ts';
import type { Identity, WearerRef } from '../access/identity.ts';
import { Database, type Row } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';

const ORDER = `
  insert into job (tenant_id, person_id, wearer_id, kind, input) values ($1, $2, $3, 'export', $4) returning id`;
const ENTER = `
  insert into export (job_id, tenant_id, person_id, wearer_ids, path, expires_at)
  select id, tenant_id, person_id, array[wearer_id], $2, now() + $3 * interval '1 day' from job where id = $1`;
const BEGIN = "update job set state = 'running', started_at = now() where id = $1";
const PROGRESS = 'update job set progress = $2 where id = $1';
const FINISH = `
  with done as (update job set state = $2, problem = $3, finished_at = now(),
    progress = case when $2 = 'done' then 1 else progress end where id = $1)
  update export set manifest = $4, bytes = $5 where job_id = $1`;
const LIST = `
  select j.id, j.state, j.progress, j.input, j.problem, j.wearer_id, ${usOf('j.created_at')} as created_us,
    ${usOf('e.expires_at')} as expires_us, e.path, e.manifest
  from job j join export e on e.job_id = j.id
  where j.kind = 'export' and e.expires_at > now() and ($1::uuid is null or j.id = $1) order by j.created_at desc limit 200`;
const ABANDON = `
  update job set state = 'failed', finished_at = now(), problem = 'The server stopped meanwhile: order it again.'
  where kind = 'export' and state in ('queued', 'running')`;
const EXPIRE = 'delete from export where expires_at <= now() returning path';
const MAY = 'select $1::int = any (readable($2)) as may';

export interface ExportRow {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: number;
  readonly input: NewExport;
  readonly problem: string | null;
  readonly wearer_id: number;
  readonly created_us: number;
  readonly expires_us: number | null;
  readonly path: string;
  readonly manifest: Manifest | null;
}

@Injectable()
export class ExportsRepository {
  readonly #people: PeopleDatabase;
  readonly #workers: Database;

  constructor(people: PeopleDatabase, workers: Database) {
    this.#people = people;
    this.#workers = workers;
  }

  /** Returns the id. What was ordered is written into the audit log. */
  async order(who: Identity, wearer: WearerRef, wanted: NewExport): Promise<string> {
    return this.#people.as(who, async (queries) => {
      const values = [who.tenantId, who.personId, wearer.id, JSON.stringify(wanted)];
      const [row] = await queries.query<{ id: string }>(ORDER, values);
      await audit(queries, who, 'export ordered', wearer.id, { tables: wanted.tables });
      return row!.id;
    });
  }

  async enter(id: string, path: string, days: number): Promise<void> {
    await this.#workers.query(ENTER, [id, path, days]);
  }

  /** Of the actor, the latest first. */
  list(actor: Actor, id: string | null = null): Promise<ExportRow[]> {
    return this.#people.as(actor, (queries) => queries.query<ExportRow & Row>(LIST, [id]));
  }

  async begin(id: string): Promise<void> {
    await this.#workers.query(BEGIN, [id]);
  }

  async progress(id: string, share: number): Promise<void> {
    await this.#workers.query(PROGRESS, [id, share]);
  }

  async finish(id: string, problem: string | null, manifest: Manifest | null): Promise<void> {
    const bytes = manifest?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
    const state = problem === null ? 'done' : 'failed';
    await this.#workers.query(FINISH, [id, state, problem, manifest && JSON.stringify(manifest), bytes]);
  }

  /** What an earlier process left unfinished, and what is too old; returns the folders of the latter. */
  async tidy(): Promise<string[]> {
    await this.#workers.query(ABANDON);
    const rows = await this.#workers.query<{ path: string }>(EXPIRE);
    return rows.map(({ path }) => path);
  }

  async may(actor: Actor, wearerId: number, scope: Scope): Promise<boolean> {
    const [row] = await this.#people.as(actor, (queries) =>
      queries.query<{ may: boolean }>(MAY, [wearerId, scope]),
    );
    return row!.may;
  }

  /** As the actor; throws when the wearer does not let them see it any more, so that no export ends early in silence. */
  rows<R extends Row>(
    actor: Actor,
    wearerId: number,
    scope: Scope,
    sql: string,
    values: readonly unknown[],
  ): Promise<R[]> {
    return this.#people.as(actor, async (queries) => {
      const [row] = await queries.query<{ may: boolean }>(MAY, [wearerId, scope]);
      if (!row!.may) throw new ForbiddenException(`The wearer does not let you see this (${scope}).`);
      return queries.query<R>(sql, values);
    });
  }
}
