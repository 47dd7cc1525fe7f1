import { Injectable } from '@nestjs/common';
import type { Role, Scope } from '@plumbline/contract';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import type { WearerRef } from './identity.ts';

export interface PersonRow {
  readonly personId: number;
  readonly uuid: string;
  readonly name: string;
  readonly tenantId: number;
  readonly roles: readonly Role[];
  readonly wearer: WearerRef | null;
}

/** What a gateway's token opens. */
export interface GatewayGrant {
  readonly tokenId: string;
  readonly wearer: { readonly id: number; readonly tenantId: number };
}

interface WhoRow extends Record<string, unknown> {
  person_id: number;
  uuid: string;
  name: string;
  tenant_id: number;
  roles: Role[];
  wearer_id: number | null;
  wearer_uuid: string | null;
}

interface TokenRow extends Record<string, unknown> {
  token_id: string;
  kind: 'personal' | 'gateway';
  person_id: number;
  wearer_id: number;
  tenant_id: number;
  scopes: Scope[];
}

const WEARER = 'select id, pseudonym as uuid from wearer where pseudonym = $1 and id = any (readable($2))';
const AUDIT = `insert into audit_log (tenant_id, actor_person_id, action, wearer_id, detail)
  select tenant_id, $1, $2, $3, $4 from person where id = $1`;
const LOOKS = `insert into audit_log (tenant_id, actor_person_id, action, wearer_id, detail)
  select (select actor_tenant()), (select actor()), $1, id, jsonb_build_object('scope', scope) from (
    select * from unnest($2::int[], $3::text[]) as seen (id, scope) where not id = any ((select own_wearers())::int[])
    except select wearer_id, detail ->> 'scope' from audit_log
      where actor_person_id = (select actor()) and action = $1 and at > now() - interval '10 minutes') as look`;

@Injectable()
export class AccessRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** The one person of an installation without accounts. */
  async localPersonId(): Promise<number> {
    const [row] = await this.#database.query<{ person_id: number }>('select person_id from local_person()');
    if (row === undefined) throw new Error('the database has no local person');
    return row.person_id;
  }

  async session(proof: Uint8Array): Promise<{ personId: number; sessionId: string } | null> {
    const [row] = await this.#database.query<{ person_id: number; session_id: string }>(
      'select person_id, session_id from use_browser_session($1)',
      [proof],
    );
    return row === undefined ? null : { personId: row.person_id, sessionId: row.session_id };
  }

  async personOfToken(proof: Uint8Array): Promise<Actor | null> {
    const row = await this.#token(proof);
    return row?.kind === 'personal' ? { personId: row.person_id, scopes: row.scopes } : null;
  }

  async gatewayOfToken(proof: Uint8Array): Promise<GatewayGrant | null> {
    const row = await this.#token(proof);
    if (row?.kind !== 'gateway') return null;
    return { tokenId: row.token_id, wearer: { id: row.wearer_id, tenantId: row.tenant_id } };
  }

  async person(actor: Actor): Promise<PersonRow | null> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<WhoRow>('select * from whoami()'),
    );
    if (row === undefined) return null;
    const { person_id: personId, uuid, name, tenant_id: tenantId, roles, wearer_id, wearer_uuid } = row;
    const wearer = wearer_id === null ? null : { id: wearer_id, uuid: wearer_uuid! };
    return { personId, uuid, name, tenantId, roles, wearer };
  }

  /** Null: there is no such wearer, or nothing lets the actor see that of them. Whoever sees it is written down. */
  async openWearer(actor: Actor, uuid: string, scope: Scope, action: string): Promise<WearerRef | null> {
    return this.#database.as(actor, async (queries) => {
      const [wearer] = await queries.query<WearerRef & Record<string, unknown>>(WEARER, [uuid, scope]);
      if (wearer === undefined) return null;
      await audit(queries, actor, action, wearer.id, { scope });
      return wearer;
    });
  }

  /** Whether the actor may still see that of the wearer. */
  async stillReadable(actor: Actor, wearerId: number, scope: Scope): Promise<boolean> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<{ may: boolean }>('select $1::int = any (readable($2)) as may', [wearerId, scope]),
    );
    return row!.may;
  }

  async #token(proof: Uint8Array): Promise<TokenRow | null> {
    const [row] = await this.#database.query<TokenRow>('select * from use_token($1)', [proof]);
    return row ?? null;
  }
}

/** Says who did what to whose data, and never what it said. */
export async function audit(
  queries: Queries,
  actor: Actor,
  action: string,
  wearerId: number | null,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await queries.query(AUDIT, [actor.personId, action, wearerId, JSON.stringify(detail)]);
}

/** Data of one kind of a wearer. */
export interface Look {
  readonly wearerId: number;
  readonly scope: Scope;
}

/**
 * Says whose data the actor saw, where an answer is not of the one wearer that was asked for or tells more than the scope of
 * its rule; nothing of one's own. What a page or a program asks for over and over is one look in ten minutes.
 */
export async function auditLooks(queries: Queries, action: string, looks: readonly Look[]): Promise<void> {
  const values = [action, looks.map(({ wearerId }) => wearerId), looks.map(({ scope }) => scope)];
  await queries.query(LOOKS, values);
}
