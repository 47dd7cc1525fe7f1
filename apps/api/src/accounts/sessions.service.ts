import { timingSafeEqual } from 'node:crypto';
import {
  ConflictException,
  HttpStatus,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Me, PasswordChange, Recovery, Setup, SignIn } from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { type Rate, RateLimit } from '../access/rate-limit.ts';
import { newCode, newSecret, sha256, sha256OfCode } from '../access/secrets.ts';
import { sessionCookie } from '../access/session-cookie.ts';
import { KnownProblem } from '../problem/known-problem.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { AccountsRepository } from './accounts.repository.ts';
import { hashPassword, isPassword } from './password.ts';

const SESSION_S = 14 * 24 * 3600;
/** One account, from whatever addresses. */
const GUESSES: Rate = { burst: 10, perSecond: 1 / 30 };
const NO_ACCOUNTS = 'This installation has no accounts: whoever is at this machine is signed in.';

/** Signing in and out, and the first account. */
@Injectable()
export class SessionsService implements OnApplicationBootstrap {
  readonly #logger = new Logger(SessionsService.name);
  readonly #config: ApiConfig;
  readonly #repository: AccountsRepository;
  readonly #changes: AccessChanges;
  readonly #guesses = new RateLimit(GUESSES);
  /** SHA-256 of the code that opens the first account; null: there is one. */
  #setupCode: Uint8Array | null = null;

  constructor(@Inject(API_CONFIG) config: ApiConfig, repository: AccountsRepository, changes: AccessChanges) {
    this.#config = config;
    this.#repository = repository;
    this.#changes = changes;
  }

  onApplicationBootstrap(): Promise<void> {
    return this.offerSetUp();
  }

  /** Whoever can read the log of the server may open the first account; also once the last one is gone. */
  async offerSetUp(): Promise<void> {
    if (this.#config.accounts === null || (await this.#repository.hasAccounts())) return;
    const given = this.#config.accounts.setupCode;
    const code = given ?? newCode();
    this.#setupCode = sha256OfCode(code);
    if (given === null)
      this.#logger.warn(`there is no account yet: open the first one with the setup code ${code}`);
  }

  /** Returns the cookie. The first account is that of the person who was here before there were accounts. */
  async setUp({ code, name, login, password }: Setup): Promise<string> {
    this.#requireAccounts();
    if (this.#setupCode === null || !timingSafeEqual(this.#setupCode, sha256OfCode(code))) {
      const detail = 'This is not the setup code in the log of the server, or there is an account.';
      throw new KnownProblem('setup_code_wrong', HttpStatus.FORBIDDEN, detail);
    }
    const personId = await this.#repository.createFirst(login, await hashPassword(password), name);
    if (personId === null)
      throw new KnownProblem('account_exists', HttpStatus.CONFLICT, 'There is an account already: sign in.');
    this.#setupCode = null;
    return this.begin(personId);
  }

  /** Returns the cookie. Which of login and password is wrong is not told. */
  async signIn({ login, password }: SignIn): Promise<string> {
    this.#requireAccounts();
    const waitS = this.#guesses.take(login.toLowerCase(), Date.now());
    const account = waitS === 0 ? await this.#repository.find(login) : null;
    const right = waitS === 0 && (await isPassword(account?.passwordHash ?? null, password));
    if (account === null || !right) throw signInRefused(waitS);
    return this.begin(account.personId);
  }

  /** Returns the cookie that ends it in the browser. */
  async signOut(identity: Identity): Promise<string> {
    if (identity.sessionId !== null) await this.#repository.endSession(identity, identity.sessionId);
    this.#changes.publish();
    return this.#cookie('', 0);
  }

  async changePassword(identity: Identity, { current, next, revokeTokens }: PasswordChange): Promise<void> {
    this.#requireAccounts();
    const login = await this.#repository.loginOf(identity);
    const account = login === null ? null : await this.#repository.find(login);
    if (!(await isPassword(account?.passwordHash ?? null, current))) {
      throw new KnownProblem('password_wrong', HttpStatus.FORBIDDEN, 'The current password is not right.');
    }
    await this.#repository.changePassword(identity, await hashPassword(next), revokeTokens);
    this.#changes.publish();
  }

  /** Returns the cookie. */
  async recover({ code, next }: Recovery): Promise<string> {
    this.#requireAccounts();
    const personId = await this.#repository.recover(sha256OfCode(code), await hashPassword(next));
    if (personId === null) {
      const detail = 'The code is not right, was used before, or is older than a day.';
      throw new KnownProblem('recovery_code_wrong', HttpStatus.FORBIDDEN, detail);
    }
    this.#changes.publish();
    return this.begin(personId);
  }

  /** Returns the cookie. Whoever calls it has proof of who it is. */
  async begin(personId: number): Promise<string> {
    const secret = newSecret('pls');
    const expiresUs = (Date.now() + SESSION_S * 1000) * 1000;
    await this.#repository.beginSession({ personId, scopes: null }, sha256(secret), expiresUs);
    return this.#cookie(secret, SESSION_S);
  }

  #cookie(secret: string, maxAgeS: number): string {
    return sessionCookie(secret, maxAgeS, this.#config.accounts?.secureCookies === true);
  }

  #requireAccounts(): void {
    if (this.#config.accounts === null) throw new ConflictException(NO_ACCOUNTS);
  }
}

export function meOf({ uuid, name, roles, wearer, via }: Identity): Me {
  return { person: uuid, name, roles: [...roles], wearer: wearer?.uuid ?? null, via };
}

function signInRefused(waitS: number): KnownProblem {
  const status = HttpStatus.UNAUTHORIZED;
  return waitS === 0
    ? new KnownProblem('login_wrong', status, 'The login or the password is not right.')
    : new KnownProblem('too_many_tries', status, `Too many tries; wait ${waitS} s.`, { waitS });
}
