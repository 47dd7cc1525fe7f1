import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TestServer } from '@plumbline/database';
import { type RunningApi, startApi } from '../app.ts';
import type { ApiConfig } from '../process/config.ts';

export const TIME_ZONE = 'Europe/Berlin';

/** Asks the database as its owner. */
export interface Rows {
  rows<T>(sql: string, values?: readonly unknown[]): Promise<T[]>;
}

/** The API in this process on a database of its own. */
export class TestApi implements Rows {
  readonly #config: ApiConfig;
  #api: RunningApi;

  private constructor(config: ApiConfig, api: RunningApi) {
    this.#config = config;
    this.#api = api;
  }

  static async start(server: TestServer, changes: Partial<ApiConfig> = {}): Promise<TestApi> {
    const config = { ...configFor(await createDatabase(server)), ...changes };
    return new TestApi(config, await startApi(config));
  }

  /** One more, on a database that is there. */
  static async startOn(databaseUrl: string): Promise<TestApi> {
    const config = configFor(databaseUrl);
    return new TestApi(config, await startApi(config));
  }

  get url(): string {
    return this.#api.url;
  }

  get databaseUrl(): string {
    return this.#config.databaseUrl;
  }

  async restart(): Promise<void> {
    await this.stopKeepingData();
    this.#api = await startApi(this.#config);
  }

  async stopKeepingData(): Promise<void> {
    await this.#api.stop();
  }

  /** Its database goes with it: the server may be one that stays. */
  async stop(): Promise<void> {
    await this.#api.stop();
    await dropDatabase(this.#config.databaseUrl);
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`);
    return (await response.json()) as T;
  }

  /** Rows as the database's owner sees them. */
  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const client = await connect(this.#config.databaseUrl);
    try {
      await client.query('set search_path = plumbline');
      return (await client.query(sql, [...values])).rows as T[];
    } finally {
      await client.end();
    }
  }

  /** Nobody sees what is done before all of it is: no worker takes any of it meanwhile. */
  async inTransaction(work: (owner: Rows) => Promise<void>): Promise<void> {
    const client = await connect(this.#config.databaseUrl);
    const rows = async <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
      (await client.query(sql, [...values])).rows as T[];
    try {
      await client.query('set search_path = plumbline');
      await client.query('begin');
      await work({ rows });
      await client.query('commit');
    } finally {
      await client.end();
    }
  }
}

function configFor(databaseUrl: string): ApiConfig {
  const here = { host: '127.0.0.1', port: 0, dashboardDir: null };
  return {
    databaseUrl,
    ...here,
    timeZone: TIME_ZONE,
    logLevel: 'error',
    exportDir: join(tmpdir(), `plumbline-exports-${process.pid}`),
    accounts: null,
    demo: false,
  };
}

/** Of its own, on a server that tests share. A server takes 0.8 s to start, a database on it 0.05 s. */
export async function createDatabase(server: TestServer): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const client = await connect(server.url);
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const client = await connect(server.href);
  await client.query(`drop database ${name} with (force)`);
  await client.end();
}
