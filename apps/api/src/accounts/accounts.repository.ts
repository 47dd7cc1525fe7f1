import { Injectable } from '@nestjs/common';
import type { NewPerson, Person, Role } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

export interface AccountRow {
  readonly personId: number;
  readonly passwordHash: string;
}

interface PersonRow extends Record<string, unknown> {
  id: string;
  name: string;
  roles: Role[];
  login: string | null;
  disabledUs: number | null;
}

const FIND = 'select person_id as "personId", password_hash as "passwordHash" from find_account($1)';
const BEGIN = `insert into browser_session (secret_sha256, person_id, expires_at) values ($1, $2, ${atUs('$3')})`;
const REVOKE_TOKENS = `update access_token set revoked_at = now()
  where person_id = $1 and kind = 'personal' and revoked_at is null and expires_at > now() returning id`;
const PEOPLE = `select p.uuid as id, p.name, p.roles, a.login, ${usOf('p.disabled_at')} as "disabledUs"
  from person p left join account a on a.person_id = p.id where p.tenant_id = (select actor_tenant())`;
const ADD_PERSON = 'insert into person (tenant_id, name, roles) values ($1, $2, $3) returning id, uuid';
const MAKE_RECOVERY_CODE = `select make_recovery_code($1, $2, ${atUs('$3')}) as "personId"`;
const WEARER_OF = 'select id from wearer where person_id = $1';
const SET_DISABLED = `update person set disabled_at = case when $2 then now() end where uuid = $1 and id <> $3
  returning uuid as id`;

@Injectable()
export class AccountsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  async find(login: string): Promise<AccountRow | null> {
    const [row] = await this.#database.query<AccountRow & Record<string, unknown>>(FIND, [login]);
    return row ?? null;
  }

  async hasAccounts(): Promise<boolean> {
    const [row] = await this.#database.query<{ has: boolean }>('select has_accounts() as has');
    return row!.has;
  }

  /** Null: there is an account already. */
  async createFirst(login: string, passwordHash: string, name: string): Promise<number | null> {
    const [row] = await this.#database.query<{ id: number | null }>(
      'select create_first_account($1, $2, $3) as id',
      [login, passwordHash, name],
    );
    return row!.id;
  }

  async beginSession(actor: Actor, proof: Uint8Array, expiresUs: number): Promise<void> {
    await this.#database.as(actor, (queries) => queries.query(BEGIN, [proof, actor.personId, expiresUs]));
  }

  async endSession(actor: Actor, sessionId: string): Promise<void> {
    await this.#database.as(actor, (queries) =>
      queries.query('delete from browser_session where id = $1', [sessionId]),
    );
  }

  async loginOf(actor: Actor): Promise<string | null> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<{ login: string }>('select login from account where person_id = $1', [actor.personId]),
    );
    return row?.login ?? null;
  }

  /** Ends every other session of the account; `revokeTokens`: and what its programs have. */
  async changePassword(identity: Identity, passwordHash: string, revokeTokens: boolean): Promise<void> {
    await this.#database.as(identity, async (queries) => {
      const values = [identity.personId, passwordHash];
      await queries.query(
        'update account set password_hash = $2, changed_at = now() where person_id = $1',
        values,
      );
      await queries.query('delete from browser_session where person_id = $1 and id <> $2', [
        identity.personId,
        identity.sessionId,
      ]);
      await audit(queries, identity, 'password changed', null);
      const revoked = revokeTokens ? await queries.query(REVOKE_TOKENS, [identity.personId]) : [];
      for (const { id } of revoked) await audit(queries, identity, 'token revoked', null, { token: id });
    });
  }

  /** False: there is nobody with an account like that. Whom it is for finds it in the access log. */
  async makeRecoveryCode(
    identity: Identity,
    uuid: string,
    proof: Uint8Array,
    untilUs: number,
  ): Promise<boolean> {
    return this.#database.as(identity, async (queries) => {
      const [made] = await queries.query<{ personId: number | null }>(MAKE_RECOVERY_CODE, [
        uuid,
        proof,
        untilUs,
      ]);
      if (made!.personId === null) return false;
      const [wearer] = await queries.query<{ id: number }>(WEARER_OF, [made!.personId]);
      await audit(queries, identity, 'recovery code made', wearer?.id ?? null, { person: uuid });
      return true;
    });
  }

  /** Whose password it is now; null: the code is not known, was used, or has expired. */
  async recover(proof: Uint8Array, passwordHash: string): Promise<number | null> {
    const [row] = await this.#database.query<{ id: number | null }>(
      'select redeem_recovery_code($1, $2) as id',
      [proof, passwordHash],
    );
    return row!.id;
  }

  async people(actor: Actor): Promise<Person[]> {
    return this.#database.as(actor, (queries) => queries.query<PersonRow>(`${PEOPLE} order by p.name, p.id`));
  }

  async add(identity: Identity, person: NewPerson, passwordHash: string): Promise<Person> {
    return this.#database.as(identity, async (queries) => {
      const [added] = await queries.query<{ id: number; uuid: string }>(ADD_PERSON, [
        ...[identity.tenantId, person.name, person.roles],
      ]);
      if (person.roles.includes('wearer')) {
        const values = [identity.tenantId, added!.id];
        await queries.query('insert into wearer (tenant_id, person_id) values ($1, $2)', values);
      }
      const account = [added!.id, person.login, passwordHash];
      await queries.query(
        'insert into account (person_id, login, password_hash) values ($1, $2, $3)',
        account,
      );
      await audit(queries, identity, 'account opened', null, { person: added!.uuid });
      return (await this.#person(queries, added!.uuid))!;
    });
  }

  /** Null: there is no such person, or it is oneself. */
  async setDisabled(identity: Identity, uuid: string, disabled: boolean): Promise<Person | null> {
    return this.#database.as(identity, async (queries) => {
      const changed = await queries.query(SET_DISABLED, [uuid, disabled, identity.personId]);
      if (changed.length === 0) return null;
      await audit(queries, identity, disabled ? 'access off' : 'access on', null, { person: uuid });
      return this.#person(queries, uuid);
    });
  }

  async #person(queries: Queries, uuid: string): Promise<Person | null> {
    const [row] = await queries.query<PersonRow>(`${PEOPLE} and p.uuid = $1`, [uuid]);
    return row ?? null;
  }
}
