import { Injectable } from '@nestjs/common';
import type { NewStudy, Participant, Study } from '@plumbline/contract';
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

/** As long as it is open, and one works on it. */
const OPEN_STUDY = 'select id from study where uuid = $1 and id = any (own_studies()) and closed_at is null';
const PARTICIPANTS = `
  select t.pseudonym as participant, array(select s from unnest(array['summary', 'detail', 'raw', 'live', 'diary']) s
      where t.wearer_id = any (readable(s))) as scopes
  from participant t where t.study_id = $1 and t.left_at is null and t.wearer_id = any (known()) order by 1`;
const PARTICIPANT = `
  select wearer_id as "wearerId", date_shift_days as "shiftDays" from participant
  where study_id = $1 and pseudonym = $2 and left_at is null and wearer_id = any (known())`;

/** Who a pseudonym is: never told to anybody. */
export interface StudyWearer {
  readonly studyId: number;
  readonly wearerId: number;
  readonly shiftDays: number;
}

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

  /** Of whom a researcher may take something away now. Null: no study that they work on. */
  async participants(actor: Actor, uuid: string): Promise<Participant[] | null> {
    const studyId = await this.openStudy(actor, uuid);
    if (studyId === null) return null;
    return this.#database.as({ ...actor, studyId }, (queries) =>
      queries.query<Participant & Record<string, unknown>>(PARTICIPANTS, [studyId]),
    );
  }

  /** Null: nobody whose data a researcher of the study may see now. */
  async participant(actor: Actor, uuid: string, pseudonym: string): Promise<StudyWearer | null> {
    const studyId = await this.openStudy(actor, uuid);
    if (studyId === null) return null;
    const [row] = await this.#database.as({ ...actor, studyId }, (queries) =>
      queries.query<Omit<StudyWearer, 'studyId'> & Record<string, unknown>>(PARTICIPANT, [
        studyId,
        pseudonym,
      ]),
    );
    return row === undefined ? null : { studyId, ...row };
  }

  /** Null: nobody whom the actor may know of. */
  async uuidOf(actor: Actor, wearerId: number): Promise<string | null> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<{ uuid: string }>('select pseudonym as uuid from wearer where id = $1', [wearerId]),
    );
    return row?.uuid ?? null;
  }

  /** Null: no study that is open and that one works on. */
  async openStudy({ personId, scopes }: Actor, uuid: string): Promise<number | null> {
    const [study] = await this.#database.as({ personId, scopes }, (queries) =>
      queries.query<{ id: number }>(OPEN_STUDY, [uuid]),
    );
    return study?.id ?? null;
  }

  async #study(queries: Queries, uuid: string): Promise<Study> {
    const [row] = await queries.query<StudyRow>(`${STUDIES} where s.uuid = $1`, [uuid]);
    return row!;
  }
}
