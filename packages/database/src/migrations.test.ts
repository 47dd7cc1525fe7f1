import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, withSettings } from './connect.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { migrateDatabase, prepareDatabase } from './prepare.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let url: string;
let databases = 0;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  const name = `test_migrations_${databases++}_${process.pid}`;
  await run(server.url, `create database ${name}`);
  const own = new URL(server.url);
  own.pathname = `/${name}`;
  url = own.href;
});

async function run(at: string, sql: string): Promise<unknown[]> {
  const client = await connect(at);
  try {
    const result = await client.query({ text: sql, rowMode: 'array' });
    return result.rows;
  } finally {
    await client.end();
  }
}

function migration(id: number, sql: string): Migration {
  const sha256 = createHash('sha256').update(sql).digest('hex');
  return { id, name: `000${id}-test.sql`, sha256, sql };
}

const ONE = migration(1, 'create table one (n int); insert into one values (1)');
const TWO = migration(2, 'alter table one add column m int not null default 7');

describe('migrations', () => {
  test('of this package are numbered without a hole', async () => {
    const all = await readMigrations();
    expect(all.map(({ id }) => id)).toEqual(all.map((_, i) => i + 1));
    expect(all.length).toBeGreaterThan(0);
  });

  test('are applied once and told by name', async () => {
    expect(await migrateDatabase(url, [ONE, TWO])).toEqual([ONE.name, TWO.name]);
    expect(await migrateDatabase(url, [ONE, TWO])).toEqual([]);
    expect(await run(url, 'select id, sha256 from plumbline.migration order by id')).toEqual([
      [1, ONE.sha256],
      [2, TWO.sha256],
    ]);
  });

  test('go on from an earlier version with its data in place', async () => {
    await migrateDatabase(url, [ONE]);
    expect(await migrateDatabase(url, [ONE, TWO])).toEqual([TWO.name]);
    expect(await run(url, 'select n, m from plumbline.one')).toEqual([[1, 7]]);
  });

  test('are applied once by several starts at the same moment', async () => {
    const results = await Promise.all([1, 2, 3].map(() => prepareDatabase(url)));
    const applied = results.map((result) => result.applied.length).sort();
    expect(applied).toEqual([0, 0, (await readMigrations()).length]);
  });

  test('that fail leave the database as it was', async () => {
    const bad = migration(2, 'create table two (); select no_such_function()');
    await expect(migrateDatabase(url, [ONE, bad])).rejects.toThrow('0002-test.sql could not be applied');
    expect(await run(url, "select to_regclass('plumbline.two')")).toEqual([[null]]);
    expect(await migrateDatabase(url, [ONE, TWO])).toEqual([TWO.name]);
  });

  test('that were changed afterwards are refused', async () => {
    await migrateDatabase(url, [ONE]);
    const changed = migration(1, 'create table other ()');
    await expect(migrateDatabase(url, [changed])).rejects.toThrow('a different 0001-test.sql');
  });

  test('of a newer version are refused', async () => {
    await migrateDatabase(url, [ONE, TWO]);
    await expect(migrateDatabase(url, [ONE])).rejects.toMatchObject({
      message: 'The database was made by a newer Plumbline (it has 0002-test.sql).',
      remedy: expect.stringContaining('Update'),
    });
  });
});

describe('connecting', () => {
  test('keeps the options that the URL brought', async () => {
    const given = withSettings(withSettings(url, { statement_timeout: '4321' }), { search_path: 'a,b' });
    expect(
      await run(given, "select current_setting('statement_timeout'), current_setting('search_path')"),
    ).toEqual([['4321ms', 'a,b']]);
  });

  test('says what is wrong and what to do, and never the password', async () => {
    const at = (change: (target: URL) => void): string => {
      const target = new URL(url);
      change(target);
      return target.href;
    };
    const cases: [string, string][] = [
      ['not a url', 'postgres://user:password@host:5432/database'],
      ['mysql://localhost/x', 'postgres://user:password@host:5432/database'],
      [at((u) => (u.port = '1')), 'correct the host and port'],
      [at((u) => (u.password = 'secret')), 'user and password'],
      [at((u) => (u.pathname = '/nowhere')), 'Create that database'],
      [at((u) => (u.hostname = 'no-such-host.invalid')), 'host name'],
    ];
    for (const [target, remedy] of cases) {
      const failure = await connect(target, 0).catch((error: Error & { remedy: string }) => error);
      expect(failure).toMatchObject({ name: 'DatabaseFailure', remedy: expect.stringContaining(remedy) });
      expect((failure as Error).message).not.toContain('secret');
    }
  });
});
