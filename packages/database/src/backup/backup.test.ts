import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../connect.ts';
import { prepareDatabase } from '../prepare.ts';
import {
  createTestDatabase,
  fillTwoTenants,
  PEOPLE_OF_TENANTS,
  REST_OF_TENANTS,
  run,
  type TestDatabase,
} from '../testing/test-database.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';

/** What ends a line somewhere or other, and characters of several bytes beyond what is read at once. */
const TEXT = `\u2028\u2029\u0085\r\n\\n\t🧘${'ü'.repeat(100_000)}`;

let server: TestServer;
let from: TestDatabase;
let to: TestDatabase;
let folder: string;

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'plumbline-backup-'));
  [from, to] = [await createTestDatabase(server), await createTestDatabase(server)];
  await prepareDatabase(from.url);
  const owner = await connect(from.url);
  await fillTwoTenants(owner);
  await owner.query(PEOPLE_OF_TENANTS);
  await owner.query(REST_OF_TENANTS);
  await owner.query('insert into backup_run default values');
  await owner.query('update note set text = $1 where wearer_id = 1', [TEXT]);
  await owner.query(
    "update plumbline.raw_block set payload = '\\x00ff5c22', t0 = t0 + interval '1 microsecond'",
  );
  await owner.end();
});
afterAll(async () => {
  await Promise.all([from?.drop(), to?.drop()]);
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const TABLES = `select table_name from information_schema.tables
  where table_schema = 'plumbline' and table_type = 'BASE TABLE' and table_name <> 'migration' order by 1`;

/** Every row of every table, in text. */
async function everything({ url }: TestDatabase): Promise<Record<string, unknown>> {
  const tables = (await run(url, TABLES)).flat() as string[];
  const found: Record<string, unknown> = {};
  for (const name of tables)
    found[name] = await run(url, `select t::text from plumbline."${name}" t order by 1`);
  return found;
}

test('a backup that is restored is the same rows, in a database that goes on counting after them', async () => {
  const file = join(folder, 'backup.gz');
  const rows = await backUp(from.url, file);
  expect(await restore(to.url, file)).toBe(rows);
  const before = await everything(from);
  expect(Object.keys(before).filter((table) => (before[table] as unknown[]).length === 0)).toEqual([]);
  expect(await everything(to)).toEqual(before);
  expect(Object.values(before).flat().length).toBe(rows);
  expect(await readdir(folder)).toEqual(['backup.gz']);
  const [[last]] = (await run(from.url, 'select max(id) from plumbline.wearer')) as [[number]];
  const [[next]] = (await run(
    to.url,
    'insert into plumbline.wearer (tenant_id) select min(id) from plumbline.tenant returning id',
  )) as [[number]];
  expect(next).toBe(last + 1);
});

test('nothing is restored over data that are there, nor from a file that is something else', async () => {
  const file = join(folder, 'backup.gz');
  const before = await everything(from);
  await expect(restore(from.url, file)).rejects.toThrow('The database holds data');
  await writeFile(join(folder, 'other.gz'), gzipSync('hello\n'));
  await expect(restore(from.url, join(folder, 'other.gz'))).rejects.toThrow('This is not a backup');
  await writeFile(join(folder, 'old.gz'), gzipSync('{"plumblineBackup":1,"migrations":["x"]}\n'));
  await expect(restore(from.url, join(folder, 'old.gz'))).rejects.toThrow('another version');
  expect(await everything(from)).toEqual(before);
});

test('of a file that is cut off or not there nothing is restored, and it is said which', async () => {
  const empty = await createTestDatabase(server);
  const whole = await readFile(join(folder, 'backup.gz'));
  await writeFile(join(folder, 'cut.gz'), whole.subarray(0, -1_000));
  for (const name of ['cut.gz', 'missing.gz'])
    await expect(restore(empty.url, join(folder, name))).rejects.toThrow(`${name} cannot be read`);
  expect(await run(empty.url, 'select from plumbline.wear_session')).toEqual([]);
  await empty.drop();
});
