import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { connect, SCHEMA } from '../connect.ts';
import { tablesInOrder } from './tables.ts';

/** Rows in memory: some hold a hundred kilobytes. */
const ROWS = 500;
const PRIVATE = 0o600;

/**
 * Everything in the database as of one moment, as gzipped lines of JSON: the migrations, then each table with its rows.
 * Others go on writing meanwhile. The file appears under its name when it is whole. Returns the number of rows.
 */
export async function backUp(url: string, file: string): Promise<number> {
  const client = await connect(url);
  const part = `${file}.part`;
  const counted = { rows: 0 };
  try {
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline(Readable.from(lines(client, counted)), gzip, createWriteStream(part, { mode: PRIVATE }));
    await rename(part, file);
    return counted.rows;
  } finally {
    await rm(part, { force: true });
    await client.end();
  }
}

async function* lines(client: Client, counted: { rows: number }): AsyncGenerator<string, void, void> {
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set local search_path = ${SCHEMA}, public`);
  const { rows } = await client.query<{ sha256: string }>('select sha256 from migration order by id');
  yield `${JSON.stringify({ plumblineBackup: 1, migrations: rows.map(({ sha256 }) => sha256) })}\n`;
  for (const table of await tablesInOrder(client)) {
    if (table === 'migration') continue;
    yield `${JSON.stringify({ table })}\n`;
    for await (const row of rowsOf(client, table)) {
      counted.rows++;
      yield `${row}\n`;
    }
  }
  await client.query('commit');
}

async function* rowsOf(client: Client, table: string): AsyncGenerator<string, void, void> {
  await client.query(`declare page no scroll cursor for select to_jsonb(t)::text as row from "${table}" t`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS} from page`);
    for (const { row } of rows) yield row;
    if (rows.length < ROWS) break;
  }
  await client.query('close page');
}
