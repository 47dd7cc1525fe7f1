import { Injectable } from '@nestjs/common';
import type { System } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';
import { NO_GATEWAY } from '../ingest/ingest.repository.ts';

/** What the database knows of the installation. */
export type StoredFacts = Pick<System, 'schema' | 'waiting' | 'backup'> & {
  readonly bytes: number;
  readonly tables: System['database']['tables'];
  readonly gateways: System['silentGateways'];
};

const FACTS = `
  select last_migration() as schema, pg_database_size(current_database())::float8 as bytes,
    (select coalesce(json_agg(t), '[]') from table_sizes() t where t.bytes > 0) as tables,
    (select to_json(w) from work_waiting() w) as waiting,
    (select json_build_object('atUs', ${usOf('at')}, 'rows', rows, 'bytes', bytes) from backup_run order by id desc limit 1)
      as backup,
    (select coalesce(json_agg(json_build_object('id', gateway_id, 'name', name, 'lastSampleUs', last_us)), '[]') from (
      select r.gateway_id, max(${usOf('p.last_sample_at')}) as last_us,
        (array_agg(r.gateway_name order by r.opened_at desc))[1] as name
      from stream r join stream_progress p on p.stream_id = r.id
      where r.opened_at > now() - interval '30 days' and r.gateway_id <> '${NO_GATEWAY.gatewayId}'
      group by 1 order by 2 desc nulls last limit 500) g) as gateways`;

@Injectable()
export class SystemRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  async facts(actor: Actor): Promise<StoredFacts> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<StoredFacts & Record<string, unknown>>(FACTS),
    );
    return row!;
  }
}
