import { Inject, Injectable } from '@nestjs/common';
import type { Scope } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
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
    if (this.#config.accounts === null) return (await this.#demoIdentity(cookie)) ?? this.#localIdentity();
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

  /** Everything of somebody was deleted, perhaps of the local person, who is another one then. False: there is none. */
  forgetLocal(): boolean {
    this.#local = null;
    return this.#config.accounts === null;
  }

  /** Whether what was true at the beginning of a connection is still true. */
  async stillOpen(identity: Identity, wearer: WearerRef, scope: Scope): Promise<boolean> {
    if (identity.via === 'local') return true;
    const proven =
      identity.via === 'token'
        ? (await this.#repository.personOfToken(identity.proof!)) !== null
        : (await this.#repository.session(identity.proof!)) !== null;
    return proven && this.#repository.stillReadable(identity, wearer.id, scope);
  }

  /** In a demonstration one may go on as somebody else. */
  async #demoIdentity(cookie: string | undefined): Promise<Identity | null> {
    const secret = this.#config.demo ? readSessionCookie(cookie, false) : null;
    return secret === null ? null : this.#bySession(sha256(secret));
  }

  /** Asked for once: it stays the same, also while the database is away. */
  async #localIdentity(): Promise<Identity | null> {
    this.#local ??= await this.#identity(
      { personId: await this.#repository.localPersonId(), scopes: null },
      'local',
    );
    return this.#local;
  }

  async #bySession(proof: Uint8Array): Promise<Identity | null> {
    const session = await this.#repository.session(proof);
    if (session === null) return null;
    return this.#identity({ personId: session.personId, scopes: null }, 'session', proof, session.sessionId);
  }

  async #byToken(proof: Uint8Array): Promise<Identity | null> {
    const actor = await this.#repository.personOfToken(proof);
    return actor === null ? null : this.#identity(actor, 'token', proof);
  }

  async #identity(
    actor: Actor,
    via: Identity['via'],
    proof: Uint8Array | null = null,
    sessionId: string | null = null,
  ): Promise<Identity | null> {
    const person = await this.#repository.person(actor);
    return person === null ? null : { ...person, via, proof, scopes: actor.scopes, sessionId };
  }
}

function bearerOf(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}
