import { Injectable } from '@nestjs/common';
import type { Token } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

export interface TokenSpec {
  readonly kind: Token['kind'];
  readonly name: string;
  readonly scopes: readonly string[];
  readonly wearerId: number | null;
  readonly proof: Uint8Array;
  readonly expiresUs: number;
}

const COLUMNS = `id, kind, name, scopes, ${usOf('created_at')} as "createdUs", ${usOf('expires_at')} as "expiresUs",
  ${usOf('used_at')} as "usedUs", ${usOf('revoked_at')} as "revokedUs"`;
const LIST = `select ${COLUMNS} from access_token order by created_at desc, id limit 500`;
const CREATE = `insert into access_token
  (kind, name, scopes, wearer_id, secret_sha256, expires_at, person_id, tenant_id)
  values ($1, $2, $3, $4, $5, ${atUs('$6')}, $7, $8) returning ${COLUMNS}`;
const REVOKE = `update access_token set revoked_at = now() where id = $1 and revoked_at is null returning id`;
const ADD_CODE = `insert into pairing_code (code_sha256, tenant_id, person_id, wearer_id, expires_at)
  values ($1, $2, $3, $4, ${atUs('$5')})`;
const REDEEM = `select token_id from redeem_pairing_code($1, $2, $3, ${atUs('$4')})`;

type TokenRow = Token & Record<string, unknown>;

@Injectable()
export class TokensRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** One's own, and for an operator those of every gateway. */
  list(actor: Actor): Promise<Token[]> {
    return this.#database.as(actor, (queries) => queries.query<TokenRow>(LIST));
  }

  create(identity: Identity, spec: TokenSpec): Promise<Token> {
    return this.#database.as(identity, async (queries) => {
      const { kind, name, scopes, wearerId, proof, expiresUs } = spec;
      const values = [kind, name, scopes, wearerId, proof, expiresUs, identity.personId, identity.tenantId];
      const [token] = await queries.query<TokenRow>(CREATE, values);
      await audit(queries, identity, `${kind} token made`, null, { token: token!.id });
      return token!;
    });
  }

  /** False: there is no such token that still works. */
  revoke(identity: Identity, id: string): Promise<boolean> {
    return this.#database.as(identity, async (queries) => {
      if ((await queries.query(REVOKE, [id])).length === 0) return false;
      await audit(queries, identity, 'token revoked', null, { token: id });
      return true;
    });
  }

  async addCode(identity: Identity, wearerId: number, code: Uint8Array, expiresUs: number): Promise<void> {
    const { tenantId, personId } = identity;
    await this.#database.as(identity, (queries) =>
      queries.query(ADD_CODE, [code, tenantId, personId, wearerId, expiresUs]),
    );
  }

  /** The code works once. False: it is not known, or has expired. */
  async redeem(code: Uint8Array, proof: Uint8Array, name: string, expiresUs: number): Promise<boolean> {
    return (await this.#database.query(REDEEM, [code, proof, name, expiresUs])).length > 0;
  }
}
