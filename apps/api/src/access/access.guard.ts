import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  HttpStatus,
  Inject,
  Injectable,
  Logger,
  UnauthorizedException,
} from '@nestjs/common';
import { PERSON_HEADER, wearerQuerySchema } from '@plumbline/contract';
import { InvalidInput } from '../problem/invalid-input.ts';
import { KnownProblem } from '../problem/known-problem.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { Origins } from '../process/origin.ts';
import { AccessService } from './access.service.ts';
import type { Identity, RequestAccess } from './identity.ts';
import { type Rate, RateLimit } from './rate-limit.ts';
import { type Rule, ruleFor } from './rules.ts';

/** What the guard uses of Fastify's request and reply. */
export interface GuardedRequest extends RequestAccess {
  readonly method: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly routeOptions: { readonly url?: string };
}

/** One address: pages that load a dozen things at once, over and over. */
const REQUESTS: Rate = { burst: 300, perSecond: 50 };
/** Passwords and codes: one address, a few tries, then one in ten seconds. */
const GUESSES: Rate = { burst: 10, perSecond: 0.1 };
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Nothing gets past it without a rule; what it found out about the request lies on it. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #logger = new Logger(AccessGuard.name);
  readonly #config: ApiConfig;
  readonly #access: AccessService;
  readonly #origins: Origins;
  readonly #requests = new RateLimit(REQUESTS);
  readonly #guesses = new RateLimit(GUESSES);

  constructor(@Inject(API_CONFIG) config: ApiConfig, access: AccessService, origins: Origins) {
    this.#config = config;
    this.#access = access;
    this.#origins = origins;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const path = request.routeOptions.url ?? '';
    const rule = ruleFor(request.method, path);
    if (rule === null) {
      this.#logger.error(`${request.method} ${path} has no rule`);
      throw new ForbiddenException('Nobody may use this.');
    }
    const slowDown = (limit: RateLimit, key: string): void => {
      if (this.#config.accounts === null) return;
      refuseWhenTooMany(limit.take(key, Date.now()));
    };
    slowDown(this.#requests, request.ip);
    this.#refuseForeignPages(request);
    if (rule.who === 'anyone') {
      if (rule.guarded) slowDown(this.#guesses, `${request.ip} ${path}`);
      return true;
    }
    const identity = await this.#admit(rule, request);
    if (rule.guarded) slowDown(this.#guesses, `person ${identity.personId} ${path}`);
    request.identity = identity;
    if (rule.of !== null) await this.#openWearer(rule, identity, request, path);
    return true;
  }

  /** A page elsewhere can have the browser send a request here, cookie and all; it cannot hide where it came from. */
  #refuseForeignPages({ method, headers }: GuardedRequest): void {
    if (SAFE_METHODS.includes(method) || this.#origins.isOwnOrigin(headers)) return;
    throw new ForbiddenException('This was asked by a page of another address.');
  }

  async #admit(rule: Rule, request: GuardedRequest): Promise<Identity> {
    const identity = await this.#access.identify(request.headers);
    if (identity === null)
      throw new UnauthorizedException('Sign in first, or show a token that is still valid.');
    if (identity.via === 'token' && !rule.tokens) {
      throw new ForbiddenException('Tokens may not do this: sign in to the dashboard.');
    }
    refuseForAnother(identity, request.headers[PERSON_HEADER]);
    const roles = rule.who as readonly string[];
    if (identity.roles.some((role) => roles.includes(role))) return identity;
    throw new KnownProblem('role_missing', HttpStatus.FORBIDDEN, `This is for: ${roles.join(', ')}.`);
  }

  /** Whether a wearer is not there or not to be seen is not told. */
  async #openWearer(rule: Rule, identity: Identity, request: GuardedRequest, path: string): Promise<void> {
    const parsed = wearerQuerySchema.safeParse(request.query.wearer);
    if (!parsed.success) {
      throw new InvalidInput('wearer', String(request.query.wearer), parsed.error.issues[0]!.message);
    }
    const wanted = parsed.data ?? 'me';
    const wearer = await this.#access.open(identity, wanted, rule.of!, `${request.method} ${path}`);
    if (wearer === null) {
      const detail = `There is no wearer ${wanted} whose ${rule.of} data you may see now.`;
      throw new KnownProblem('wearer_not_open', HttpStatus.NOT_FOUND, detail);
    }
    request.wearer = wearer;
  }
}

/** A session that began in another tab is not that of the page that asks. */
function refuseForAnother({ uuid }: Identity, meant: string | undefined): void {
  if (meant === undefined || meant === uuid) return;
  const detail = 'Somebody else is signed in now than when this page was opened.';
  throw new KnownProblem('another_person', HttpStatus.CONFLICT, detail, { remedy: 'Load the page again.' });
}

function refuseWhenTooMany(waitS: number): void {
  if (waitS === 0) return;
  const detail = `Too many requests; try again in ${waitS} s.`;
  throw new KnownProblem('too_many_tries', HttpStatus.TOO_MANY_REQUESTS, detail, { waitS });
}
