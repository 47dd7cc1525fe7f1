import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { CreatedToken, NewToken, Pair, Paired, PairingCode, Token } from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity, WearerRef } from '../access/identity.ts';
import { newCode, newSecret, sha256, sha256OfCode } from '../access/secrets.ts';
import { TokensRepository } from './tokens.repository.ts';

const MS_PER_DAY = 24 * 3600 * 1000;
const CODE_LIFE_MS = 10 * 60 * 1000;
const GATEWAY_TOKEN_DAYS = 730;
/** What a gateway's token opens: storing, and nothing else. */
const GATEWAY_SCOPES = ['ingest'];

/** Tokens of programs. Each secret is told once; what is kept cannot be turned back into it. */
@Injectable()
export class TokensService {
  readonly #repository: TokensRepository;
  readonly #changes: AccessChanges;

  constructor(repository: TokensRepository, changes: AccessChanges) {
    this.#repository = repository;
    this.#changes = changes;
  }

  list(identity: Identity): Promise<Token[]> {
    return this.#repository.list(identity);
  }

  async create(identity: Identity, { kind, name, scopes, days }: NewToken): Promise<CreatedToken> {
    const gateway = kind === 'gateway';
    const secret = newSecret(gateway ? 'plg' : 'plp');
    const token = await this.#repository.create(identity, {
      kind,
      name,
      scopes: gateway ? GATEWAY_SCOPES : scopes,
      wearerId: gateway ? wearerOf(identity).id : null,
      proof: sha256(secret),
      expiresUs: inUs(days * MS_PER_DAY),
    });
    return { ...token, secret };
  }

  async revoke(identity: Identity, id: string): Promise<void> {
    if (!(await this.#repository.revoke(identity, id))) {
      throw new NotFoundException(`There is no token ${id} that still works.`);
    }
    this.#changes.publish();
  }

  async pairingCode(identity: Identity): Promise<PairingCode> {
    const code = newCode();
    const expiresUs = inUs(CODE_LIFE_MS);
    await this.#repository.addCode(identity, wearerOf(identity).id, sha256OfCode(code), expiresUs);
    return { code, expiresUs };
  }

  async pair({ code, name }: Pair): Promise<Paired> {
    const secret = newSecret('plg');
    const expiresUs = inUs(GATEWAY_TOKEN_DAYS * MS_PER_DAY);
    if (await this.#repository.redeem(sha256OfCode(code), sha256(secret), name, expiresUs)) {
      return { secret, expiresUs };
    }
    throw new ForbiddenException('The code is not right, was used before, or is older than ten minutes.');
  }
}

const inUs = (ms: number): number => (Date.now() + ms) * 1000;

function wearerOf({ wearer }: Identity): WearerRef {
  if (wearer === null)
    throw new ForbiddenException('Only a wearer has a gateway: this account wears no sensor.');
  return wearer;
}
