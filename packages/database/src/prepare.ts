import type { Client } from 'pg';
import { connect, SCHEMA, withSettings } from './connect.ts';
import { errorCode } from './failure.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { detectStorage, ensureHypertables, installTimescale, type Storage } from './storage-home.ts';

/** Reads and writes rows and may not change the schema. */
const API_ROLE = 'plumbline_api';
/** Two APIs that start at once change the schema one after the other. */
const MIGRATION_LOCK = '(1886217839, 2)';
const INSUFFICIENT_PRIVILEGE = '42501';

export interface PreparedDatabase {
  readonly storage: Storage;
  /** Names of the migrations applied now. */
  readonly applied: readonly string[];
  /** For the API's connections: without the right to change the schema wherever the server allows that. */
  readonly apiUrl: string;
  /** Null when the user of `url` may not create roles: then the API works with that user's own rights. */
  readonly apiRole: string | null;
}

/** Brings the database at `url` (its owner's) up to this version. Throws DatabaseFailure. */
export async function prepareDatabase(
  url: string,
  migrations?: readonly Migration[],
): Promise<PreparedDatabase> {
  const client = await connect(url);
  try {
    await client.query(`select pg_advisory_lock${MIGRATION_LOCK}`);
    await installTimescale(client);
    const applied = await migrate(client, migrations ?? (await readMigrations()));
    const storage = await detectStorage(client);
    if (storage.home !== 'postgresql') await ensureHypertables(client);
    const apiRole = await ensureApiRole(client);
    const role = apiRole === null ? {} : { role: apiRole };
    return {
      storage,
      applied,
      apiRole,
      apiUrl: withSettings(url, { search_path: `${SCHEMA},public`, ...role }),
    };
  } finally {
    await client.end();
  }
}

async function ensureApiRole(client: Client): Promise<string | null> {
  try {
    // Roles belong to the whole server: another database's start may create it at the same moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${API_ROLE}') then create role ${API_ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`);
    await client.query(`grant ${API_ROLE} to current_user`);
  } catch (error) {
    if (errorCode(error) === INSUFFICIENT_PRIVILEGE) return null;
    throw error;
  }
  await client.query(`grant usage on schema ${SCHEMA} to ${API_ROLE};
    grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${API_ROLE};
    revoke insert, update, delete on ${SCHEMA}.migration from ${API_ROLE}`);
  return API_ROLE;
}
