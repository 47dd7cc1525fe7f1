import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  AuditEntry,
  AuditQuery,
  Consent,
  NewConsent,
  Therapist,
  VisibleWearer,
} from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

const CONSENTS = `select c.id, w.pseudonym as wearer, c.purpose, c.scopes,
    json_build_object('kind', case when c.grantee_study_id is null then 'person' else 'study' end,
      'id', coalesce(p.uuid, s.uuid), 'name', coalesce(p.name, s.name)) as grantee,
    ${usOf('c.valid_from')} as "fromUs", ${usOf('c.valid_until')} as "untilUs", ${usOf('c.given_at')} as "givenUs",
    ${usOf('c.withdrawn_at')} as "withdrawnUs"
  from consent c join wearer w on w.id = c.wearer_id
    left join person p on p.id = c.grantee_person_id left join study s on s.id = c.grantee_study_id`;
const GIVE = `insert into consent (tenant_id, wearer_id, grantee_person_id, grantee_study_id, purpose, scopes, valid_from, valid_until)
  values ($1, $2, $3, $4, $5, $6, coalesce(${atUs('$7')}, now()), ${atUs('$8')}) returning id`;
const JOIN_STUDY = `insert into participant (study_id, wearer_id, tenant_id, pseudonym, date_shift_days)
  values ($1, $2, $3, $4, $5) on conflict do nothing returning wearer_id`;
const HAS_JOINED = 'select from participant where study_id = $1 and wearer_id = $2';
const WITHDRAW = `update consent set withdrawn_at = now() where id = $1 and withdrawn_at is null returning wearer_id`;
const THERAPISTS = `select uuid as id, name from person
  where 'therapist' = any (roles) and disabled_at is null and id <> (select actor()) order by name, id`;
const WEARERS = `select w.pseudonym as id, w.id = any (own_wearers()) as own,
    coalesce(p.name, t.pseudonym, 'unnamed') as name,
    array(select s from unnest(array['summary', 'detail', 'raw', 'live', 'diary']) s where w.id = any (readable(s))) as scopes,
    (select max(${usOf('valid_until')}) from consent c where c.wearer_id = w.id and c.withdrawn_at is null
      and not w.id = any (own_wearers())) as "untilUs"
  from wearer w left join person p on p.id = w.person_id
    left join lateral (select pseudonym from participant t where t.wearer_id = w.id limit 1) t on true
  where w.id = any (known()) order by own desc, name, w.id`;
const AUDIT = `select a.id::text as id, ${usOf('a.at')} as "atUs", p.name as actor,
    coalesce(a.actor_person_id = actor(), false) as own, a.action, a.detail ->> 'scope' as scope, w.pseudonym as wearer
  from audit_log a left join person p on p.id = a.actor_person_id left join wearer w on w.id = a.wearer_id
  where ($1::bigint is null or a.id < $1)
    and ($2 = 'all' or a.wearer_id = any (own_wearers()) and a.actor_person_id is distinct from actor())
  order by a.id desc limit $3`;

/** A multiple of a week, so that weekdays stay. */
const DAYS_PER_WEEK = 7;
const MAX_SHIFT_WEEKS = 52;
const PSEUDONYMS = 1_000_000;
/** Even a study of half a million people finds a free pseudonym in so many. */
const PSEUDONYM_TRIES = 40;

type Plain<T> = T & Record<string, unknown>;

@Injectable()
export class ConsentsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** Given by oneself or to oneself; the latest first. */
  list(actor: Actor): Promise<Consent[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<Plain<Consent>>(`${CONSENTS} order by c.given_at desc, c.id`),
    );
  }

  /** Null: the one it is for is not there. */
  give(identity: Identity, wearerId: number, consent: NewConsent): Promise<Consent | null> {
    return this.#database.as(identity, async (queries) => {
      const grantee = await granteeOf(queries, consent.grantee);
      if (grantee === null) return null;
      const { purpose, scopes, fromUs, untilUs } = consent;
      const values = [grantee.person, grantee.study, purpose, scopes, fromUs ?? null, untilUs];
      const [given] = await queries.query<{ id: string }>(GIVE, [identity.tenantId, wearerId, ...values]);
      if (grantee.study !== null) await joinStudy(queries, identity, wearerId, grantee.study);
      await audit(queries, identity, 'consent given', wearerId, { consent: given!.id });
      const [row] = await queries.query<Plain<Consent>>(`${CONSENTS} where c.id = $1`, [given!.id]);
      return row!;
    });
  }

  /** False: there is no such consent of one's own in force. */
  withdraw(identity: Identity, id: string): Promise<boolean> {
    return this.#database.as(identity, async (queries) => {
      const [row] = await queries.query<{ wearer_id: number }>(WITHDRAW, [id]);
      if (row === undefined) return false;
      await audit(queries, identity, 'consent withdrawn', row.wearer_id, { consent: id });
      return true;
    });
  }

  therapists(actor: Actor): Promise<Therapist[]> {
    return this.#database.as(actor, (queries) => queries.query<Plain<Therapist>>(THERAPISTS));
  }

  wearers(actor: Actor): Promise<VisibleWearer[]> {
    return this.#database.as(actor, (queries) => queries.query<Plain<VisibleWearer>>(WEARERS));
  }

  /** `about: 'me'`: what others did with one's own data. */
  audit(actor: Actor, { before, about, limit }: AuditQuery): Promise<AuditEntry[]> {
    const values = [before ?? null, about, limit];
    return this.#database.as(actor, (queries) => queries.query<Plain<AuditEntry>>(AUDIT, values));
  }
}

async function granteeOf(
  queries: Queries,
  { kind, id }: NewConsent['grantee'],
): Promise<{ person: number | null; study: number | null } | null> {
  const sql =
    kind === 'person'
      ? "select id from person where uuid = $1 and 'therapist' = any (roles)"
      : 'select id from study where uuid = $1 and closed_at is null';
  const [row] = await queries.query<{ id: number }>(sql, [id]);
  if (row === undefined) return null;
  return kind === 'person' ? { person: row.id, study: null } : { person: null, study: row.id };
}

/** Stays as it is for whoever is in it already; a pseudonym that somebody else bears gives way to another. */
async function joinStudy(
  queries: Queries,
  identity: Identity,
  wearerId: number,
  studyId: number,
): Promise<void> {
  const shiftDays = -DAYS_PER_WEEK * randomInt(1, MAX_SHIFT_WEEKS + 1);
  for (let left = PSEUDONYM_TRIES; left > 0; left--) {
    const pseudonym = `P${String(randomInt(PSEUDONYMS)).padStart(6, '0')}`;
    const values = [studyId, wearerId, identity.tenantId, pseudonym, shiftDays];
    if ((await queries.query(JOIN_STUDY, values)).length > 0) return;
    if ((await queries.query(HAS_JOINED, [studyId, wearerId])).length > 0) return;
  }
  throw new Error(`study ${studyId} has no free pseudonym left`);
}
