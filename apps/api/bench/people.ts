import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TestServer } from '@plumbline/database';
// As it is delivered: decorators need to be compiled.
import { type RunningApi, startApi } from '../dist/app.js';
import type { Rows } from './seed.ts';

const CODE = 'SETUP-CODE-OF-THE-BENCH';
const PASSWORD = 'correct horse battery staple';
const ACCOUNTS = { publicUrl: null, tls: null, proxies: [], secureCookies: false, setupCode: CODE };

/** Somebody who is signed in. */
export class BenchPerson {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, path: string, body: object): Promise<BenchPerson> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return new BenchPerson(url, response.headers.get('set-cookie')!.split(';')[0]!);
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(this.#url + path, { headers: { cookie: this.#cookie } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async post(path: string, body: object): Promise<void> {
    const headers = { cookie: this.#cookie, 'content-type': 'application/json' };
    const response = await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}

/** The API with accounts on a database of its own. */
export class BenchApi {
  readonly api: RunningApi;
  readonly rows: Rows;

  private constructor(api: RunningApi, rows: Rows) {
    this.api = api;
    this.rows = rows;
  }

  static async start(server: TestServer): Promise<BenchApi> {
    const name = `bench_${crypto.randomUUID().replaceAll('-', '')}`;
    const owner = await connect(server.url);
    await owner.query(`create database ${name}`);
    await owner.end();
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    const here = { host: '127.0.0.1', port: 0, dashboardDir: null, timeZone: 'Europe/Berlin' };
    const exportDir = join(tmpdir(), `plumbline-bench-${process.pid}`);
    const rest = { logLevel: 'error', accounts: ACCOUNTS, exportDir, demo: false } as const;
    const api = await startApi({ databaseUrl: url.href, ...here, ...rest });
    return new BenchApi(api, (sql, values) => query(url.href, sql, values));
  }

  first(): Promise<BenchPerson> {
    const body = { code: CODE, name: 'First', login: 'first', password: PASSWORD };
    return BenchPerson.signIn(this.api.url, '/v1/setup', body);
  }

  async add(by: BenchPerson, login: string, role: string): Promise<BenchPerson> {
    await by.post('/v1/people', { name: login, login, password: PASSWORD, roles: [role] });
    return BenchPerson.signIn(this.api.url, '/v1/session', { login, password: PASSWORD });
  }
}

async function query(url: string, sql: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const client = await connect(url);
  try {
    await client.query('set search_path = plumbline');
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
