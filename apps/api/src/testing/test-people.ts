import type { CreatedToken, Me, NewConsent, Role, Scope } from '@plumbline/contract';
import type { TestServer } from '@plumbline/database';
import type { ApiConfig } from '../process/config.ts';
import { TestApi } from './test-api.ts';
import { TestGateway } from './test-gateway.ts';

export const SETUP_CODE = 'SETUP-CODE-FOR-TESTS';
export const ACCOUNTS: ApiConfig['accounts'] = {
  publicUrl: null,
  tls: null,
  // Everybody in a test comes from an address of their own.
  proxies: ['127.0.0.1'],
  secureCookies: false,
  setupCode: SETUP_CODE,
};
export const PASSWORD = 'correct horse battery staple';
const TOO_MANY = 429;
const MS_PER_S = 1000;
const DAY_US = 86_400e6;

/** Somebody, as a browser (cookie) or a program (token) would be. */
export class TestPerson {
  readonly #url: string;
  /** What proves who it is. */
  headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.headers = headers;
  }

  /** Waits where it is told to: tests ask faster than people do. */
  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = {
      method,
      headers: { ...this.headers, ...json },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const response = await fetch(this.#url + path, init);
    const waitS = Number(response.headers.get('retry-after'));
    if (response.status !== TOO_MANY || waitS > 1) return response;
    await new Promise((resolve) => setTimeout(resolve, waitS * MS_PER_S));
    return this.ask(method, path, body);
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.ask(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async signIn(login: string, password = PASSWORD): Promise<this> {
    return this.#keepCookie(await this.ask('POST', '/v1/session', { login, password }));
  }

  async setUp(login: string): Promise<this> {
    const body = { code: SETUP_CODE, name: 'First', login, password: PASSWORD };
    return this.#keepCookie(await this.ask('POST', '/v1/setup', body));
  }

  me(): Promise<Me> {
    return this.json('GET', '/v1/session');
  }

  async token(kind: 'personal' | 'gateway', scopes?: readonly Scope[]): Promise<CreatedToken> {
    return this.json('POST', '/v1/tokens', { kind, name: 'test', days: 1, ...(scopes && { scopes }) });
  }

  /** A gateway of theirs, with a token of its own, that has been welcomed. */
  async gateway(streams: readonly string[] = []): Promise<TestGateway> {
    const { secret } = await this.token('gateway');
    const gateway = await TestGateway.open(this.#url, { authorization: `Bearer ${secret}` });
    gateway.hello(streams);
    await gateway.until((reply) => reply.type === 'welcome');
    return gateway;
  }

  /** Gives a consent to a therapist; returns its id. */
  async consent(therapist: string, scopes: readonly Scope[]): Promise<string> {
    return this.consentTo({ kind: 'person', id: therapist }, scopes);
  }

  async consentTo(grantee: NewConsent['grantee'], scopes: readonly Scope[]): Promise<string> {
    const body = { grantee, purpose: 'treatment', scopes, untilUs: Date.now() * 1000 + DAY_US };
    return (await this.json<{ id: string }>('POST', '/v1/consents', body)).id;
  }

  async #keepCookie(response: Response): Promise<this> {
    if (response.status !== 204) throw new Error(`signing in: ${response.status} ${await response.text()}`);
    this.headers = { ...this.headers, cookie: response.headers.get('set-cookie')!.split(';')[0]! };
    return this;
  }
}

/** An installation with accounts: the first person wears a sensor and looks after the devices. */
export class TestPeople {
  readonly api: TestApi;
  readonly first: TestPerson;
  #addresses = 0;

  private constructor(api: TestApi) {
    this.api = api;
    this.first = this.anonymous();
  }

  static async start(server: TestServer, changes: Partial<ApiConfig> = {}): Promise<TestPeople> {
    const people = new TestPeople(await TestApi.start(server, { accounts: ACCOUNTS, ...changes }));
    await people.first.setUp('first');
    return people;
  }

  async add(login: string, ...roles: Role[]): Promise<TestPerson> {
    await this.first.json('POST', '/v1/people', { name: login, login, password: PASSWORD, roles });
    return this.anonymous().signIn(login);
  }

  anonymous(headers: Record<string, string> = {}): TestPerson {
    const n = this.#addresses++;
    const address = `10.0.${n >> 8}.${n & 255}`;
    return new TestPerson(this.api.url, { 'x-forwarded-for': address, ...headers });
  }

  bearer(secret: string): TestPerson {
    return this.anonymous({ authorization: `Bearer ${secret}` });
  }

  stop(): Promise<void> {
    return this.api.stop();
  }
}
