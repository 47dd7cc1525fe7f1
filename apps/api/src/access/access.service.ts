import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/contract';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { AccessRepository, type GatewayGrant } from './access.repository.ts';
import type { Identity, WearerRef } from './identity.ts';
import { sha256 } from './secrets.ts';
import { readSessionCookie } from './session-cookie.ts';

/** What of a request's headers says who is asking. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

const BEARER = /^Bearer +([A-Za-z0-9_-]+)$/i;

/** Who is asking, and whose data they may see. */
@Injectable()
export class AccessService {
  readonly #config: ApiConfig;
  readonly #repository: AccessRepository;
  #local: Identity | null = null;

  constructor(@Inject(API_CONFIG) config: ApiConfig, repository: AccessRepository) {
    this.#config = config;
    this.#repository = repository;
  }

  /** Null: nobody that is known. A token that is shown counts, whatever cookies come with it. */
  async identify({ authorization, cookie }: Credentials): Promise<Identity | null> {
    if (this.#config.accounts === null) return this.#localIdentity();
    const bearer = bearerOf(authorization);
    if (bearer !== null) return this.#byToken(sha256(bearer));
    const secret = readSessionCookie(cookie, this.#config.accounts.secureCookies);
    return secret === null ? null : this.#bySession(sha256(secret));
  }

  /** Null: the token is not that of a gateway, or no longer. */
  async identifyGateway({ authorization }: Credentials): Promise<GatewayGrant | null> {
    const bearer = bearerOf(authorization);
    return bearer === null ? null : this.#repository.gatewayOfToken(sha256(bearer));
  }

  /** `wanted`: `me` or the id of a wearer. Null: not to be seen. Seeing another's data is written down as `action`. */
  async open(identity: Identity, wanted: string, scope: Scope, action: string): Promise<WearerRef | null> {
    const { wearer, scopes } = identity;
    if (wanted !== 'me' && wanted !== wearer?.uuid) {
      return this.#repository.openWearer(identity, wanted, scope, action);
    }
    return scopes === null || scopes.includes(scope) ? wearer : null;
  }

  /** Whether what was true at the beginning of a connection is still true. */
  async stillOpen(identity: Identity, wearer: WearerRef, scope: Scope): Promise<boolean> {
    if (identity.via === 'local') return true;
    const proven =
      identity.via === 'token'
        ? (await this.#repository.personOfToken(identity.proof!)) !== null
        : (await this.#repository.personOfSession(identity.proof!)) !== null;
    return proven && this.#repository.stillReadable(identity, wearer.id, scope);
  }

  /** Asked for once: it stays the same, also while the database is away. */
  async #localIdentity(): Promise<Identity | null> {
    this.#local ??= await this.#identity(await this.#repository.localPersonId(), 'local', null, null);
    return this.#local;
  }

  async #bySession(proof: Uint8Array): Promise<Identity | null> {
    const personId = await this.#repository.personOfSession(proof);
    return personId === null ? null : this.#identity(personId, 'session', proof, null);
  }

  async #byToken(proof: Uint8Array): Promise<Identity | null> {
    const actor = await this.#repository.personOfToken(proof);
    return actor === null ? null : this.#identity(actor.personId, 'token', proof, actor.scopes);
  }

  async #identity(
    personId: number,
    via: Identity['via'],
    proof: Uint8Array | null,
    scopes: Identity['scopes'],
  ): Promise<Identity | null> {
    const person = await this.#repository.person({ personId, scopes });
    return person === null ? null : { ...person, via, proof, scopes };
  }
}

function bearerOf(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}
