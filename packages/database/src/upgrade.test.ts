import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { migrateDatabase, prepareDatabase } from './prepare.ts';
import { createTestDatabase, fillTwoTenants, run } from './testing/test-database.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let url: string;
let migrations: readonly Migration[];
let drop: () => Promise<void>;

beforeAll(async () => {
  server = await startTestServer();
  migrations = await readMigrations();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await drop?.();
  ({ url, drop } = await createTestDatabase(server));
});
afterAll(() => drop?.());

/** Every row of the tables that version 2 had, as text, past any security. */
async function contents(): Promise<Record<string, unknown>> {
  const tables = [
    ...[
      'tenant',
      'sensor',
      'wear_session',
      'stream',
      'stream_progress',
      'session_pipeline',
      'raw_block',
      'gap',
    ],
    ...['device_state', 'rejected_record', 'posture_1s', 'bout', 'recompute', 'rotation_event', 'load_10s'],
  ];
  const rows: Record<string, unknown> = {};
  for (const table of tables) {
    // Columns that came later are not part of the comparison.
    rows[table] = await run(
      url,
      `select (to_jsonb(t) - '{raw_days,second_days,posture,budget_share,leaning,unbroken_s,unvaried_s,seed,seed_from,gateway_name}'::text[])::text from plumbline.${table} t order by 1`,
    );
  }
  return rows;
}

/** Version 1 has no table for what version 2 brought. */
const FIRST_WITH_ALL = 2;

describe('from an earlier version with data', () => {
  test.each([2, 3, 4, 5, 6, 7, 8, 9])(
    'version %i: everything is carried over, and the roles find it',
    async (version) => {
      await migrateDatabase(url, migrations.slice(0, version));
      const owner = await connect(url);
      await fillTwoTenants(owner);
      await owner.end();
      const before = await contents();
      const { applied, workerUrl } = await prepareDatabase(url);
      expect(applied).toHaveLength(migrations.length - version);
      expect(await contents()).toEqual(before);
      expect(await run(workerUrl, 'select count(*)::int from raw_block')).toEqual([[6]]);
      expect(version).toBeGreaterThanOrEqual(FIRST_WITH_ALL);
    },
  );

  test('version 1: the samples are carried over', async () => {
    await migrateDatabase(url, migrations.slice(0, 1));
    await run(
      url,
      `insert into plumbline.raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
      select 1, '2026-01-01Z'::timestamptz + n * interval '3 d', now(), n, 1, 1, 1, 'x' from generate_series(0, 99) n`,
    );
    const { workerUrl } = await prepareDatabase(url);
    expect(
      await run(workerUrl, 'select count(*)::int, count(distinct first_sample)::int from raw_block'),
    ).toEqual([[100, 100]]);
  });
});

describe('what grows by the second', () => {
  const partitions = async (): Promise<string[]> =>
    (
      await run(
        url,
        `select relname::text from pg_class where relnamespace = 'plumbline_part'::regnamespace
      and relkind = 'r' and relname like 'raw_block%' order by 1`,
      )
    ).flat() as string[];
  const insert = (workerUrl: string, at: string): Promise<unknown> =>
    run(
      workerUrl,
      `insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
      values (1, '${at}', '${at}', 0, 1, 1, 1, 'x') on conflict (stream_id, t0) do nothing`,
    );
  const count = (at: string): Promise<unknown> => run(at, 'select count(*)::int from plumbline.raw_block');

  test('is dropped by age, wherever its rows lie, and the rest stays', async () => {
    const { workerUrl } = await prepareDatabase(url);
    for (const at of ['2019-05-05Z', '2026-01-05Z', '2026-03-05Z', '2040-01-01Z'])
      await insert(workerUrl, at);
    await run(workerUrl, 'select make_partitions()');
    await insert(workerUrl, '2018-01-01Z');
    const [[dropped]] = (await run(workerUrl, "select drop_before('raw_block', '2026-02-01Z')")) as [
      [number],
    ];
    expect(dropped).toBeGreaterThanOrEqual(2);
    expect(await run(workerUrl, 'select t0::text from raw_block order by 1')).toEqual([
      ['2026-03-05 00:00:00+00'],
      ['2040-01-01 00:00:00+00'],
    ]);
  });

  test('without TimescaleDB lies in weeks, and finds its week when that is made later', async () => {
    const { workerUrl, storage } = await prepareDatabase(url);
    if (storage.home !== 'postgresql') return expect(await partitions()).toEqual([]);
    await insert(workerUrl, '2026-01-07 12:00Z');
    expect(await run(url, 'select count(*)::int from plumbline_part.raw_block_rest')).toEqual([[1]]);
    await run(workerUrl, 'select make_partitions()');
    expect(await partitions()).toContain('raw_block_20260105');
    expect(await run(url, 'select count(*)::int from plumbline_part.raw_block_rest')).toEqual([[0]]);
    await insert(workerUrl, '2026-01-07 12:00Z');
    expect(await count(url)).toEqual([[1]]);
  });

  test('is one row a key, also while its week is being made', async () => {
    const { workerUrl } = await prepareDatabase(url);
    const days = Array.from({ length: 10 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + 3 * i)).toISOString());
    const all = async (): Promise<void> => {
      for (const at of days) await insert(workerUrl, at);
    };
    const partition = (): Promise<unknown> => run(workerUrl, 'select make_partitions()');
    await Promise.all([all(), all(), all().then(partition), partition().then(partition)]);
    expect(await count(url)).toEqual([[10]]);
  });
});
