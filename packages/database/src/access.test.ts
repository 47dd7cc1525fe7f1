import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import { type PreparedDatabase, prepareDatabase } from './prepare.ts';
import {
  createTestDatabase,
  fillTwoTenants,
  PEOPLE_OF_TENANTS,
  run,
  type TestDatabase,
} from './testing/test-database.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let database: TestDatabase;
let prepared: PreparedDatabase;
let owner: Client;

beforeAll(async () => {
  server = await startTestServer();
  database = await createTestDatabase(server);
  prepared = await prepareDatabase(database.url);
  owner = await connect(database.url);
  await fillTwoTenants(owner);
  await owner.query(PEOPLE_OF_TENANTS);
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
  await server?.stop();
});

async function personNamed(name: string): Promise<number> {
  const { rows } = await owner.query<{ id: number }>('select id from person where name = $1', [name]);
  return rows[0]!.id;
}

/** As a request does: one transaction on behalf of a person. */
async function asPerson(actor: number | null, sql: string, scopes = '', study = ''): Promise<unknown[][]> {
  const client = await connect(prepared.apiUrl);
  try {
    await client.query(
      `begin; set local plumbline.actor = '${actor ?? ''}'; set local plumbline.scopes = '${scopes}'; set local plumbline.study = '${study}'`,
    );
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    await client.query('commit');
    return rows as unknown[][];
  } finally {
    await client.end();
  }
}

const wearersSeen = async (actor: number | null, table: string, scopes?: string): Promise<unknown[]> =>
  (await asPerson(actor, `select distinct wearer_id from ${table} order by 1`, scopes)).flat();

/** What is not restored where these roles are missing. */
const WITHOUT_ROLES = `
  do $$ declare row record; begin
    for row in select tablename, policyname from pg_policies where schemaname = 'plumbline' loop
      execute format('drop policy %I on plumbline.%I', row.policyname, row.tablename);
    end loop;
    for row in select nspname from pg_namespace where nspname ~ '^plumbline' loop
      execute format('revoke all on schema %I from plumbline_api, plumbline_worker, plumbline_reader', row.nspname);
      execute format('revoke all on all tables in schema %I from plumbline_api, plumbline_worker, plumbline_reader', row.nspname);
    end loop;
  end $$`;

/** By the scope of consent that opens it. */
const TABLES = {
  summary: ['minute_summary', 'day_summary', 'summary_due', 'alert', 'nudge_setting', 'nudge_event', 'plan'],
  detail: ['posture_1s', 'load_10s', 'bout', 'rotation_event', 'break_credit', 'calibration'],
  raw: ['raw_block natural join (select id as stream_id, wearer_id from stream) s'],
  diary: ['note', 'label'],
} as const;
const EVERY_TABLE = Object.values(TABLES).flat();
/** Not of one scope: seen under any consent, or about the one who asks. */
const OTHERS = [
  ...['stream', 'wear_session', 'consent', 'participant', 'access_token', 'pairing_code', 'audit_log', 'job'],
  'reanalysis_day',
];
const OPEN_TO_ALL = ['algorithm', 'posture_state'];

async function tablesOfApi(): Promise<string[]> {
  const rows = await run(
    prepared.apiUrl,
    `select distinct table_name::text from information_schema.column_privileges
     where grantee = 'plumbline_api' and privilege_type = 'SELECT'`,
  );
  return rows.flat() as string[];
}

describe('without an actor', () => {
  test('no table has a row', async () => {
    const tables = (await tablesOfApi()).filter((table) => !OPEN_TO_ALL.includes(table));
    expect(tables.length).toBeGreaterThan(25);
    for (const table of tables)
      expect([table, await asPerson(null, `select 1 from ${table} limit 1`)]).toEqual([table, []]);
  });
});

describe('the list of this test', () => {
  test('names every table that tells of a wearer', async () => {
    const rows = await run(
      prepared.apiUrl,
      `select distinct table_name::text from information_schema.column_privileges
       where grantee = 'plumbline_api' and privilege_type = 'SELECT' and column_name = 'wearer_id'`,
    );
    const named = [...Object.values(TABLES).flat(), ...OTHERS].filter(
      (table) => !table.startsWith('raw_block'),
    );
    expect(rows.flat().sort()).toEqual(named.sort());
  });
});

describe('a wearer', () => {
  test('sees own rows everywhere and no others', async () => {
    for (const table of EVERY_TABLE) {
      expect(await wearersSeen(await personNamed('Me'), table), table).toEqual([1]);
      expect(await wearersSeen(await personNamed('wearer of other'), table), table).toEqual([2]);
    }
  });

  test('sees nothing any more once the access is off', async () => {
    const id = await personNamed('Me');
    await owner.query('update person set disabled_at = now() where id = $1', [id]);
    for (const table of EVERY_TABLE) expect(await wearersSeen(id, table), table).toEqual([]);
    await owner.query('update person set disabled_at = null where id = $1', [id]);
  });

  test('with a token for summaries sees summaries alone', async () => {
    const id = await personNamed('Me');
    expect(await wearersSeen(id, 'day_summary', 'summary')).toEqual([1]);
    expect(await wearersSeen(id, 'posture_1s', 'summary')).toEqual([]);
  });

  test('cannot write for another, nor change what is measured or logged', async () => {
    const id = await personNamed('Me');
    const refused = /permission denied|row-level security|cannot (update|delete|insert)/;
    for (const sql of [
      "insert into note (tenant_id, wearer_id, author_person_id, at, kind, text) values (1, 2, 1, now(), 'note', 'x')",
      "insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until) values (1, 2, 1, 'x', '{raw}', now() + interval '1 d')",
      'update raw_block set n = 2',
      'delete from posture_1s',
      'update audit_log set action = null',
      'delete from audit_log',
      'select password_hash from account',
      'select secret_sha256 from access_token',
      'select * from session_pipeline',
    ]) {
      await expect(asPerson(id, sql), sql).rejects.toThrow(refused);
    }
  });
});

describe('a consent', () => {
  const give = async (scopes: string, changes = ''): Promise<string> => {
    const grantee = await personNamed('therapist of local');
    const [[id]] = (await asPerson(
      await personNamed('Me'),
      `insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_from, valid_until)
       values (1, 1, ${grantee}, 'treatment', '{${scopes}}', now() - interval '1 d', now() + interval '1 d') returning id`,
    )) as [[string]];
    if (changes !== '') await owner.query(`update consent set ${changes} where id = $1`, [id]);
    return id;
  };
  const end = (id: string): Promise<unknown> =>
    owner.query('update consent set withdrawn_at = now() where id = $1', [id]);

  test.each(Object.keys(TABLES) as (keyof typeof TABLES)[])(
    'for %s opens its tables and no others',
    async (scope) => {
      const therapist = await personNamed('therapist of local');
      const id = await give(scope);
      for (const [of, tables] of Object.entries(TABLES)) {
        for (const table of tables)
          expect(await wearersSeen(therapist, table), table).toEqual(of === scope ? [1] : []);
      }
      await end(id);
      for (const table of EVERY_TABLE) expect(await wearersSeen(therapist, table), table).toEqual([]);
    },
  );

  test('opens nothing before it begins, after it ends, or for somebody who is no therapist', async () => {
    const therapist = await personNamed('therapist of local');
    for (const changes of [
      "valid_from = now() + interval '1 h'",
      "valid_until = now() - interval '1 h'",
      `grantee_person_id = ${await personNamed('operator of local')}`,
      `grantee_person_id = ${await personNamed('therapist of other')}`,
    ]) {
      const id = await give('summary', changes);
      const { rows } = await owner.query<{ who: number }>(
        'select grantee_person_id as who from consent where id = $1',
        [id],
      );
      for (const who of [therapist, rows[0]!.who])
        expect(await wearersSeen(who, 'day_summary'), changes).toEqual([]);
      await end(id);
    }
  });

  test('can be withdrawn by its wearer, for good', async () => {
    const id = await give('summary');
    const me = await personNamed('Me');
    await expect(
      asPerson(
        await personNamed('therapist of local'),
        `update consent set withdrawn_at = now() where id = '${id}' returning id`,
      ),
    ).resolves.toEqual([]);
    expect(
      await asPerson(me, `update consent set withdrawn_at = now() where id = '${id}' returning id`),
    ).toEqual([[id]]);
    expect(
      await asPerson(me, `update consent set withdrawn_at = null where id = '${id}' returning id`),
    ).toEqual([]);
  });

  test('to a study opens it to its researchers in its name, as long as the wearer takes part', async () => {
    const { rows } = await owner.query<{ id: number }>("select id from study where name = 'study of local'");
    const study = rows[0]!.id;
    const seen = async (who: string, inStudy = String(study)): Promise<unknown[]> => {
      const sql = `select distinct wearer_id from ${TABLES.raw[0]} order by 1`;
      return (await asPerson(await personNamed(who), sql, '', inStudy)).flat();
    };
    await asPerson(
      await personNamed('Me'),
      `insert into consent (tenant_id, wearer_id, grantee_study_id, purpose, scopes, valid_until) values (1, 1, ${study}, 'research', '{raw}', now() + interval '1 d')`,
    );
    expect(await seen('researcher of local')).toEqual([1]);
    expect(await seen('researcher of local', '')).toEqual([]);
    const researcher = await personNamed('researcher of local');
    expect(
      await asPerson(researcher, "select name from person where name = 'Me'", '', String(study)),
    ).toEqual([]);
    expect(await seen('researcher of other')).toEqual([]);
    expect(await seen('therapist of local')).toEqual([]);
    await owner.query('update participant set left_at = now() where wearer_id = 1');
    expect(await seen('researcher of local')).toEqual([]);
  });
});

describe('an operator', () => {
  test('sees devices and no body data', async () => {
    const operator = await personNamed('operator of local');
    for (const table of EVERY_TABLE) expect(await wearersSeen(operator, table), table).toEqual([]);
    expect(await wearersSeen(operator, 'stream')).toEqual([1]);
    expect(await asPerson(operator, 'select count(*)::int from device_state')).toEqual([[1]]);
  });
});

describe('a database from pg_dump, on a server that did not know the roles', () => {
  test('has its rules again after the next start', async () => {
    const moved = await createTestDatabase(server);
    await prepareDatabase(moved.url);
    const policies = (): Promise<unknown[][]> =>
      run(
        moved.url,
        "select tablename, policyname from pg_policies where schemaname = 'plumbline' order by 1, 2",
      );
    const before = await policies();
    await run(moved.url, WITHOUT_ROLES);
    expect(await policies()).toEqual([]);
    const { workerUrl } = await prepareDatabase(moved.url);
    expect(await policies()).toEqual(before);
    expect(await run(workerUrl, 'select count(*)::int from wearer')).toEqual([[1]]);
    await moved.drop();
  });
});

/** What the API reads through views, and what its rows are put in order by. */
const VIEWS = { raw_block: 'stream_id', posture_1s: 'wearer_id', load_10s: 'wearer_id' } as const;

describe.each(Object.entries(VIEWS))('the view %s', (view, of) => {
  test('shows a cheap function that tells on its rows none but those that may be seen', async () => {
    await owner.query(`create function public.tell(of int) returns boolean language plpgsql cost 0.0001
      as $$ begin raise notice '%', of; return true; end $$`);
    const client = await connect(prepared.apiUrl);
    const told = new Set<string>();
    client.on('notice', ({ message }) => told.add(message!));
    await client.query(`begin; set local plumbline.actor = '${await personNamed('wearer of other')}'`);
    const { rows } = await client.query({ text: `select distinct ${of} from ${view} where tell(${of})` });
    await client.end();
    await owner.query('drop function public.tell');
    expect(rows).toHaveLength(1);
    expect([...told]).toEqual([String(Object.values(rows[0]!)[0])]);
  });

  test('gives a page of rows in order of time from the index, without sorting all the rest', async () => {
    const time = view === 'raw_block' ? 't0' : 'time';
    const client = await connect(prepared.apiUrl);
    await client.query(`begin; set local plumbline.actor = '${await personNamed('Me')}';
      set local enable_sort = off; set local enable_seqscan = off; set local enable_bitmapscan = off`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select * from ${view} where ${of} = 1 and ${time} > '2000-01-01' order by ${time} limit 60`,
    );
    await client.end();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan');
    expect(plan).not.toMatch(/Sort {2}\(/);
  });
});

describe('the roles of the API', () => {
  test('own nothing and cannot become anybody else', async () => {
    expect(prepared.confinement).toBe('login');
    for (const url of [prepared.apiUrl, prepared.workerUrl]) {
      expect(
        await run(url, 'select session_user::text like $$plumbline_%$$, current_setting($$is_superuser$$)'),
      ).toEqual([[true, 'off']]);
      expect(
        await run(
          url,
          'select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = session_user',
        ),
      ).toEqual([]);
      for (const sql of [
        'set role postgres',
        'set role plumbline_reader',
        'create table own ()',
        'create table plumbline.own ()',
        'drop table plumbline.wearer',
        'truncate plumbline.raw_block',
        'alter table plumbline.stream disable row level security',
        'copy plumbline.raw_block from program $$id$$',
      ]) {
        await expect(run(url, sql), sql).rejects.toThrow(
          /permission denied|must be (owner|superuser)|does not exist/,
        );
      }
    }
  });

  test('reach no chunk and no partition past its table', async () => {
    const parts = (
      await run(
        database.url,
        `select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and (n.nspname in ('_timescaledb_internal', 'plumbline_part', 'plumbline_trial')
           or c.oid::regclass::text in ('plumbline.raw_block', 'plumbline.posture_1s', 'plumbline.load_10s'))
           and c.relname !~ '^(bgw|job)'`,
      )
    ).flat() as string[];
    expect(parts.length).toBeGreaterThan(10);
    const me = await personNamed('Me');
    for (const part of parts)
      await expect(asPerson(me, `select count(*) from ${part}`), part).rejects.toThrow('permission denied');
  });

  test('let the worker see what ingest needs and nothing of people', async () => {
    expect(await run(prepared.workerUrl, 'select count(*)::int from stream')).toEqual([[2]]);
    for (const table of [
      'person',
      'account',
      'access_token',
      'browser_session',
      'consent',
      'note',
      'audit_log',
      'participant',
      'deletion',
    ]) {
      await expect(run(prepared.workerUrl, `select count(*) from ${table}`), table).rejects.toThrow(
        'permission denied',
      );
    }
    await expect(run(prepared.workerUrl, 'select author_person_id from label')).rejects.toThrow(
      'permission denied',
    );
  });

  test('may call the functions that they were given, and nobody else may call any', async () => {
    const callable = async (role: string): Promise<unknown[]> =>
      (
        await run(
          database.url,
          `select proname::text from pg_proc where pronamespace = 'plumbline'::regnamespace
           and has_function_privilege($1, oid, 'execute') order by 1`,
          [role],
        )
      ).flat();
    expect(await callable('public')).toEqual([]);
    expect(await callable('plumbline_worker')).toEqual([
      ...['apply_retention', 'drop_before', 'erase_trial', 'local_person', 'make_partitions'],
    ]);
    for (const name of ['apply_retention', 'consents_in_force', 'drop_before', 'run_erasure'])
      expect(await callable('plumbline_api')).not.toContain(name);
  });

  test('cannot be tricked by a table of the same name', async () => {
    const trick = `create temp table person as select ${await personNamed('Me')} as id, null::timestamptz as disabled_at, 1 as tenant_id, '{operator}'::text[] as roles`;
    const client = await connect(prepared.apiUrl);
    await client.query(`begin; set local plumbline.actor = '${await personNamed('therapist of local')}'`);
    await client.query(trick).catch(() => client.query('rollback; begin'));
    const { rows } = await client.query("select plumbline.acts_as('operator') as tricked");
    await client.end();
    expect(rows).toEqual([{ tricked: false }]);
  });
});
