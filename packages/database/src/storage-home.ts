import type { Client } from 'pg';
import { SCHEMA } from './connect.ts';

/** What the server can do for us. The schema is the same on all three. */
export type StorageHome = 'timescaledb-tsl' | 'timescaledb-apache' | 'postgresql';

export interface Storage {
  readonly home: StorageHome;
  readonly serverVersion: string;
  /** Of TimescaleDB; null where there is none. */
  readonly extensionVersion: string | null;
}

/** Time column and chunk length of what becomes a hypertable. A day of ten-second blocks of hundreds of wearers
 *  keeps the index of the active chunk well inside memory. */
const HYPERTABLES = [
  { table: 'raw_block', time: 't0', chunk: '1 day' },
  { table: 'posture_1s', time: 'time', chunk: '1 day' },
  { table: 'load_10s', time: 'time', chunk: '7 days' },
] as const;

export async function detectStorage(client: Client): Promise<Storage> {
  const { rows } = await client.query<{ server: string; extension: string | null; license: string | null }>(`
    select split_part(current_setting('server_version'), ' ', 1) as server,
      (select extversion from pg_extension where extname = 'timescaledb') as extension,
      current_setting('timescaledb.license', true) as license`);
  const { server, extension, license } = rows[0]!;
  return { home: homeOf(extension, license), serverVersion: server, extensionVersion: extension };
}

function homeOf(extension: string | null, license: string | null): StorageHome {
  if (extension === null) return 'postgresql';
  return license === 'timescale' ? 'timescaledb-tsl' : 'timescaledb-apache';
}

/**
 * Installs TimescaleDB where the server has it loaded and this user may; elsewhere plain tables do. Asking for
 * it on a server that did not load the library would end the connection.
 */
export async function installTimescale(client: Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_available_extensions
    where name = 'timescaledb' and installed_version is null
    and exists (select from pg_settings where name like 'timescaledb%')`);
  if (rowCount === 0) return;
  await client.query('create extension if not exists timescaledb').catch(() => {});
}

/**
 * Also moves rows that were stored before the extension came; tables that became partitions before that stay so.
 * True: something changed.
 */
export async function ensureHypertables(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = $1::text::regnamespace and c.relkind = 'r'
      and c.relname = any ($2) and not exists (select from timescaledb_information.hypertables h
        where h.hypertable_schema = $1::text and h.hypertable_name = c.relname)`,
    [SCHEMA, HYPERTABLES.map(({ table }) => table)],
  );
  const plain = new Set(rows.map(({ name }) => name));
  for (const { table, time, chunk } of HYPERTABLES) {
    if (!plain.has(table)) continue;
    await client.query(`select create_hypertable('${SCHEMA}.${table}', by_range('${time}', interval '${chunk}'),
      create_default_indexes => false, migrate_data => true)`);
  }
  return plain.size > 0;
}
