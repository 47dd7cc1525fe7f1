import type { Client } from 'pg';
import { type Access, prepareAccess } from './access.ts';
import { connect, SCHEMA } from './connect.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { detectStorage, ensureHypertables, installTimescale, type Storage } from './storage-home.ts';

/** Two APIs that start at once change the schema one after the other. */
const MIGRATION_LOCK = '(1886217839, 2)';

export interface PreparedDatabase extends Access {
  readonly storage: Storage;
  /** Names of the migrations applied now. */
  readonly applied: readonly string[];
}

/** Brings the database at `url` (its owner's) up to this version. Throws DatabaseFailure. */
export async function prepareDatabase(url: string): Promise<PreparedDatabase> {
  return withLock(url, async (client) => {
    const applied = await migrateLocked(client, await readMigrations());
    const storage = await detectStorage(client);
    const madeHypertables = storage.home !== 'postgresql' && (await ensureHypertables(client));
    await client.query(`select ${SCHEMA}.make_partitions()`);
    const access = await prepareAccess(client, url, applied.length > 0 || madeHypertables);
    return { storage, applied, ...access };
  });
}

/** Applies these migrations alone; returns the names of those applied now. */
export function migrateDatabase(url: string, migrations: readonly Migration[]): Promise<string[]> {
  return withLock(url, (client) => migrateLocked(client, migrations));
}

async function migrateLocked(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await installTimescale(client);
  return migrate(client, migrations);
}

async function withLock<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    await client.query(`select pg_advisory_lock${MIGRATION_LOCK}`);
    return await work(client);
  } finally {
    await client.end();
  }
}
