import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseFailure, errorCode } from './failure.ts';

/** Everything of ours lies in this schema, so that an existing database stays tidy. */
export const SCHEMA = 'plumbline';

const CONNECT_TIMEOUT_MS = 5_000;
const RETRY_MS = 200;
/** A server that is starting, recovering from a crash or being restarted is worth waiting for. */
const PATIENCE_MS = 10_000;
const WORTH_WAITING_FOR = ['57P03', '57P01', 'ECONNREFUSED', 'ECONNRESET'];

/** The same server, with session settings that hold for every connection made from the URL. */
export function withSettings(url: string, settings: Readonly<Record<string, string>>): string {
  const parsed = parseUrl(url);
  const given = parsed.searchParams.get('options');
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  parsed.searchParams.set('options', [...(given === null ? [] : [given]), ...own].join(' '));
  return parsed.href;
}

/** Connects as the URL says; throws DatabaseFailure with the reason and the remedy. */
export async function connect(url: string, patienceMs: number = PATIENCE_MS): Promise<Client> {
  const until = Date.now() + patienceMs;
  parseUrl(url);
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    // An idle connection that breaks is met again at the next query.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      const wait = WORTH_WAITING_FOR.includes(errorCode(error) ?? '') && Date.now() < until;
      if (!wait) throw connectionFailure(url, error);
    }
    await sleep(RETRY_MS);
  }
}

function parseUrl(url: string): URL {
  try {
    const parsed = new URL(url);
    if (/^postgres(ql)?:$/.test(parsed.protocol)) return parsed;
  } catch {
    // Falls through to the same message.
  }
  throw new DatabaseFailure(
    'DATABASE_URL is not the address of a PostgreSQL database.',
    'Write it as postgres://user:password@host:5432/database',
  );
}

const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Start that server, or correct the host and port in DATABASE_URL.',
  ENOTFOUND: 'Correct the host name in DATABASE_URL.',
  '28P01': 'Correct the user and password in DATABASE_URL.',
  '28000': 'Let this user in (pg_hba.conf on that server), or correct DATABASE_URL.',
  '3D000': 'Create that database, or correct its name in DATABASE_URL.',
};

/** Never repeats the URL itself: it holds the password. */
function connectionFailure(url: string, error: unknown): DatabaseFailure {
  const { hostname, port, pathname } = parseUrl(url);
  const reason = error instanceof Error && error.message !== '' ? error.message : String(errorCode(error));
  return new DatabaseFailure(
    `The database ${pathname.slice(1)} at ${hostname}:${port || '5432'} cannot be reached: ${reason}.`,
    REMEDIES[errorCode(error) ?? ''] ?? 'Check that server and DATABASE_URL.',
    error,
  );
}
