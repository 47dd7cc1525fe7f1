import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { SCHEMA } from './connect.ts';
import { DatabaseFailure } from './failure.ts';

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

/** Beside `src` and `dist` alike. */
const FOLDER = new URL('../migrations/', import.meta.url);
const FILE_NAME = /^(\d{4})-.+\.sql$/;

/** The migrations of this version, in order. */
export async function readMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name)).sort();
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: URL, name: string): Promise<Migration> {
  const sql = await readFile(new URL(name, folder), 'utf8');
  const sha256 = createHash('sha256').update(sql).digest('hex');
  return { id: Number(FILE_NAME.exec(name)![1]), name, sha256, sql };
}

/**
 * Brings the schema forward, one transaction a migration; returns the names of those applied now. The caller
 * holds the lock. There is no way back: a mistake is corrected by the next migration.
 */
export async function migrate(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`create schema if not exists ${SCHEMA}`);
  await client.query(`create table if not exists ${SCHEMA}.migration (
    id int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<Applied>(
    `select id, name, sha256 from ${SCHEMA}.migration order by id`,
  );
  requireSameHistory(rows, migrations);
  const pending = migrations.slice(rows.length);
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ name }) => name);
}

type Applied = Pick<Migration, 'id' | 'name' | 'sha256'>;

function requireSameHistory(applied: readonly Applied[], known: readonly Migration[]): void {
  applied.forEach((row, i) => {
    const migration = known[i];
    if (migration === undefined) {
      throw new DatabaseFailure(
        `The database was made by a newer Plumbline (it has ${row.name}).`,
        'Update Plumbline, or use another database.',
      );
    }
    if (migration.id !== row.id || migration.sha256 !== row.sha256) {
      throw new DatabaseFailure(
        `The database was made with a different ${row.name} than this Plumbline has (${migration.name}).`,
        'Use the version of Plumbline that made it, or another database.',
      );
    }
  });
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local search_path = ${SCHEMA}, public`);
    await client.query(migration.sql);
    await client.query(`insert into ${SCHEMA}.migration (id, name, sha256) values ($1, $2, $3)`, [
      migration.id,
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new DatabaseFailure(
      `${migration.name} could not be applied: ${error instanceof Error ? error.message : String(error)}`,
      'Nothing was changed by it. The user in DATABASE_URL must be allowed to create tables.',
      error,
    );
  }
}
