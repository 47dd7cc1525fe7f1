import { Pool, type PoolClient, type QueryResultRow } from 'pg';

/** The database cannot be used right now; the same call may work later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

export type Row = QueryResultRow;
export type Values = readonly unknown[];

/** Inside one transaction, or outside any. */
export interface Queries {
  query<R extends Row>(sql: string, values?: Values): Promise<R[]>;
}

const POOL_SIZE = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** A server that does not answer is as good as gone. */
const QUERY_TIMEOUT_MS = 30_000;
/** While it is away, it is asked this often whether it is back. */
const PROBE_INTERVAL_MS = 1_000;
/** SQLSTATE classes that pass: connection, resources (disk full too), operator intervention, rollback. */
const PASSING = /^(08|53|57|58|40)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * The one place that knows `pg`. Also remembers whether the database answered last time, for `/ready`. This one is the
 * workers': it stores and reads rows of everybody, and knows nothing of accounts and consents.
 */
export class Database implements Queries {
  /** Whoever needs a connection in a process of its own takes this. */
  readonly url: string;
  readonly #pool: Pool;
  #reason: string | null = null;
  #probe: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string) {
    this.url = url;
    this.#pool = new Pool({
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'plumbline-api',
    });
    // An idle connection that the server ends; without a listener this would end the process.
    this.#pool.on('error', (error) => this.#failed(error));
  }

  /** Why the last call failed to reach the database; null while it answers. */
  get reason(): string | null {
    return this.#reason;
  }

  async query<R extends Row>(sql: string, values: Values = []): Promise<R[]> {
    return this.#guarded(async () => (await this.#pool.query<R>(sql, [...values])).rows);
  }

  /** Commits what `work` did, or nothing of it. */
  async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.inTransaction('begin', work);
  }

  protected inTransaction<T>(begin: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#guarded(async () => {
      const client = await this.#pool.connect();
      let broken: Error | undefined;
      // While checked out the pool does not listen for the connection's end.
      const remember = (error: Error): void => {
        broken = error;
      };
      client.on('error', remember);
      try {
        return await inTransaction(client, begin, work);
      } catch (error) {
        broken ??= isPassing(error) ? (error as Error) : undefined;
        throw error;
      } finally {
        client.off('error', remember);
        client.release(broken);
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#probe !== null) clearTimeout(this.#probe);
    await this.#pool.end();
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#reason = null;
      return result;
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#failed(error as Error);
      throw new DatabaseUnavailable(this.#reason ?? undefined, { cause: error });
    }
  }

  #failed(error: Error): void {
    this.#reason = error.message || String((error as { code?: unknown }).code ?? 'it does not answer');
    this.#probeLater();
  }

  /** So that the reason does not outlive the trouble when nobody happens to ask anything. */
  #probeLater(): void {
    if (this.#probe !== null || this.#closed) return;
    this.#probe = setTimeout(() => {
      this.#probe = null;
      this.query('select 1').catch(() => {});
    }, PROBE_INTERVAL_MS).unref();
  }
}

async function inTransaction<T>(
  client: PoolClient,
  begin: string,
  work: (queries: Queries) => Promise<T>,
): Promise<T> {
  const queries: Queries = {
    query: async <R extends Row>(sql: string, values: Values = []) =>
      (await client.query<R>(sql, [...values])).rows,
  };
  await client.query(begin);
  try {
    const result = await work(queries);
    await client.query('commit');
    return result;
  } catch (error) {
    // On a broken connection the server rolls back by itself.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Errors without an SQLSTATE come from the connection, unless they are mistakes in our own code. */
function isPassing(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && SQLSTATE.test(code)) return PASSING.test(code);
  return typeof code === 'string' || /connection|timeout|terminated/i.test(String(error));
}
