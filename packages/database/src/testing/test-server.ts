import { EmbeddedPostgres } from '../embedded/embedded-postgres.ts';

/** A server for tests; each test makes a database of its own on it. */
export interface TestServer {
  /** Of a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The name of the variable that has the tests run on another server, such as one with TimescaleDB. */
export const TEST_DATABASE_URL = 'PLUMBLINE_TEST_DATABASE_URL';

/** A throw-away embedded server, or the one that the environment names. */
export async function startTestServer(): Promise<TestServer> {
  const url = process.env[TEST_DATABASE_URL];
  if (url === undefined) return EmbeddedPostgres.startThrowAway();
  return { url, stop: async () => {} };
}
