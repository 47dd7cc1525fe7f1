import { Injectable } from '@nestjs/common';
import type { NewStudy, Study } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';

const STUDIES = `select s.uuid as id, s.name, s.purpose, s.id = any (own_studies()) as member,
    (select count(*)::int from participant p where p.study_id = s.id and p.left_at is null) as participants,
    ${usOf('s.closed_at')} as "closedUs"
  from study s`;
const RESEARCHERS = `select id from person where uuid = any ($1) and 'researcher' = any (roles)`;
const ADD_MEMBERS = 'insert into study_member (study_id, person_id) select $1, unnest($2::int[])';

type StudyRow = Study & Record<string, unknown>;

@Injectable()
export class StudiesRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  list(actor: Actor): Promise<Study[]> {
    return this.#database.as(actor, (queries) => queries.query<StudyRow>(`${STUDIES} order by s.id desc`));
  }

  /** Null: one of the members is no researcher here. */
  async open(identity: Identity, { name, purpose, members }: NewStudy): Promise<Study | null> {
    return this.#database.as(identity, async (queries) => {
      const researchers = await queries.query<{ id: number }>(RESEARCHERS, [members]);
      if (researchers.length < new Set(members).size) return null;
      const [study] = await queries.query<{ id: number; uuid: string }>(
        'insert into study (tenant_id, name, purpose) values ($1, $2, $3) returning id, uuid',
        [identity.tenantId, name, purpose],
      );
      await queries.query(ADD_MEMBERS, [study!.id, researchers.map(({ id }) => id)]);
      await audit(queries, identity, 'study opened', null, { study: study!.uuid });
      return this.#study(queries, study!.uuid);
    });
  }

  /** Null: there is no such study that is open. */
  async close(identity: Identity, uuid: string): Promise<Study | null> {
    return this.#database.as(identity, async (queries) => {
      const sql = 'update study set closed_at = now() where uuid = $1 and closed_at is null returning id';
      if ((await queries.query(sql, [uuid])).length === 0) return null;
      await audit(queries, identity, 'study closed', null, { study: uuid });
      return this.#study(queries, uuid);
    });
  }

  async #study(queries: Queries, uuid: string): Promise<Study> {
    const [row] = await queries.query<StudyRow>(`${STUDIES} where s.uuid = $1`, [uuid]);
    return row!;
  }
}
