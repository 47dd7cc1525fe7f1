import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Client } from 'pg';
import { connect, SCHEMA } from '../connect.ts';
import { DatabaseFailure } from '../failure.ts';
import { prepareDatabase } from '../prepare.ts';
import { tablesInOrder } from './tables.ts';

const ROWS = 500;

const USED = 'select exists (select from wear_session) or exists (select from account) as used';
const IDENTITIES = `
  select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = $1::regnamespace and a.attidentity <> '' and not c.relispartition`;

/**
 * Puts a backup into a database that holds nothing yet, of the same version; all of it or nothing. Returns the number
 * of rows. Throws DatabaseFailure.
 */
export async function restore(url: string, file: string): Promise<number> {
  await prepareDatabase(url);
  const client = await connect(url);
  const text = linesOf(file);
  try {
    await client.query('begin');
    await client.query(`set local search_path = ${SCHEMA}, public`);
    const rows = await fill(client, text);
    await client.query('commit');
    return rows;
  } finally {
    await text.return();
    // What was not committed is gone with the connection.
    await client.end();
  }
}

/** Parted by line feeds alone: what people wrote may hold other characters that readline takes for the end of a line. */
async function* linesOf(file: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const bytes = createGunzip();
  // An error of either is met where the bytes are read.
  pipeline(createReadStream(file), bytes, () => {});
  let rest = '';
  try {
    for await (const piece of bytes) {
      const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop()!;
      yield* lines;
    }
  } catch (error) {
    throw new DatabaseFailure(
      `The backup ${file} cannot be read: ${(error as Error).message}.`,
      'Give a file that was made by the backup command, whole.',
      error,
    );
  }
}

async function fill(client: Client, text: AsyncGenerator<string, void, void>): Promise<number> {
  await requireSameVersion(client, await text.next());
  await empty(client);
  let [table, rows, held] = ['', 0, [] as string[]];
  const put = async (): Promise<void> => {
    if (held.length > 0) await insert(client, table, held);
    rows += held.length;
    held = [];
  };
  for (let line = await text.next(); !line.done; line = await text.next()) {
    const begins = tableOf(line.value);
    if (begins !== null || held.length >= ROWS) await put();
    if (begins === null) held.push(line.value);
    else table = begins;
  }
  await put();
  await setCounters(client);
  await client.query('select make_partitions()');
  return rows;
}

async function requireSameVersion(client: Client, first: IteratorResult<string, void>): Promise<void> {
  const { rows } = await client.query<{ sha256: string }>('select sha256 from migration order by id');
  const here = rows.map(({ sha256 }) => sha256);
  const head = first.done ? null : (parsed(first.value) as { migrations?: string[] } | null);
  if (head?.migrations === undefined) {
    throw new DatabaseFailure('This is not a backup.', 'Give a file that was made by the backup command.');
  }
  if (head.migrations.join() === here.join()) return;
  throw new DatabaseFailure(
    'The backup was made by another version of Plumbline.',
    'Restore it with that version into an empty database; the newer one brings it up to date.',
  );
}

async function empty(client: Client): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(USED);
  if (rows[0]!.used) {
    throw new DatabaseFailure('The database holds data.', 'Restore into an empty one, then use that.');
  }
  const tables = (await tablesInOrder(client)).filter((name) => name !== 'migration');
  await client.query(`truncate ${tables.map((name) => `"${name}"`).join(', ')}`);
}

async function insert(client: Client, table: string, rows: readonly string[]): Promise<void> {
  await client.query(
    `insert into "${table}" overriding system value select * from jsonb_populate_recordset(null::"${table}", $1::jsonb)`,
    [`[${rows.join()}]`],
  );
}

/** New rows get numbers after the restored ones. */
async function setCounters(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(IDENTITIES, [SCHEMA]);
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 1), max("${column}") is not null)
       from "${table}"`,
    );
  }
}

/** A line that says which table follows has nothing else in it; no table of ours has only a column of that name. */
function tableOf(line: string): string | null {
  if (!line.startsWith('{"table":"')) return null;
  const value = parsed(line) as Record<string, unknown>;
  return Object.keys(value).length === 1 ? (value.table as string) : null;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
