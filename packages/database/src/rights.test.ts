import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ATTEMPTS, type Attempt } from './testing/attempts.ts';
import {
  NEIGHBOURS,
  RIGHTS_OF_API,
  RIGHTS_OF_READER,
  RIGHTS_OF_WORKER,
} from './testing/rights-expectations.ts';
import { startTwoTenants, type TwoTenants } from './testing/two-tenants.ts';

/** What the roles may do inside one tenant: between tenants, see tenants.test.ts. */

let tenants: TwoTenants;
let owner: Client;
let api: Client;

beforeAll(async () => {
  tenants = await startTwoTenants(NEIGHBOURS);
  ({ owner, api } = tenants);
});
afterAll(async () => {
  await tenants?.[Symbol.asyncDispose]();
});

async function column<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
  const { rows } = await owner.query({ text: sql, values: [...values], rowMode: 'array' });
  return rows.flat() as T[];
}

/** Each right with the columns that it is for, where it is not for the whole table. */
const RIGHTS = `
  select regexp_replace(format('%s.%s', n.nspname, c.relname), '^plumbline\\.', '') || ': ' || string_agg(r.name ||
      case when not has_table_privilege($1, c.oid, r.name) then ' (' || array_to_string(r.columns, ', ') || ')' else '' end,
      ', ' order by r.place)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral (
    select name, place, array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0
      and name not in ('delete', 'truncate', 'trigger', 'maintain') and has_column_privilege($1, c.oid, attnum, name) order by 1) as columns
    from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) with ordinality p (name, place)) r
  where n.nspname like 'plumbline%' and c.relkind in ('r', 'p', 'v') and c.relowner <> $1::regrole
    and (r.columns <> '{}' or has_table_privilege($1, c.oid, r.name))
  group by n.nspname, c.relname order by 1`;

const FUNCTIONS = `
  select proname::text from pg_proc where pronamespace = 'plumbline'::regnamespace and has_function_privilege($1, oid, 'execute')
  order by 1`;

describe('each role', () => {
  const told = (rights: Readonly<Record<string, string>>): string[] =>
    Object.entries(rights)
      .flatMap(([right, tables]) => tables.split(/\s+/).map((table) => `${table}: ${right}`))
      .sort();

  test.each([
    ['plumbline_api', RIGHTS_OF_API],
    ['plumbline_worker', RIGHTS_OF_WORKER],
    ['plumbline_reader', RIGHTS_OF_READER],
  ])('%s has its rights on tables and columns, and no others', async (role, rights) => {
    expect((await column<string>(RIGHTS, [role])).sort()).toEqual(told(rights));
  });

  test('may call its functions, and no others', async () => {
    const ofReader = [
      ...['actor', 'actor_tenant', 'acts_as', 'in_scope', 'in_study', 'known', 'named', 'own_studies'],
      ...['own_wearers', 'readable'],
    ];
    expect(await column(FUNCTIONS, ['plumbline_reader'])).toEqual(ofReader);
    const ofApi = [
      ...['create_first_account', 'erase_person', 'erase_range', 'find_account', 'has_accounts', 'is_queued'],
      ...['last_calibration', 'last_migration', 'local_person', 'make_recovery_code', 'queue_labelled'],
      ...['redeem_pairing_code', 'redeem_recovery_code', 'table_sizes', 'use_browser_session', 'use_token'],
      ...['whoami', 'work_waiting'],
    ];
    expect(await column(FUNCTIONS, ['plumbline_api'])).toEqual([...ofReader, ...ofApi].sort());
  });
});

describe('a function with the rights of the owner', () => {
  test('looks up every name in schemas that nobody else can put anything into', async () => {
    const found = await column<string>(`
      select p.proname || ': ' || coalesce(array_to_string(p.proconfig, ' '), 'none') from pg_proc p
      where p.pronamespace = 'plumbline'::regnamespace and p.prosecdef order by 1`);
    expect(found.length).toBeGreaterThan(20);
    const path = /^\w+: search_path=plumbline(_trial, plumbline)?(, public|, pg_catalog)?, pg_temp$/;
    expect(found.filter((one) => !path.test(one))).toEqual([]);
    for (const schema of ['plumbline', 'plumbline_trial', 'plumbline_view', 'public'])
      for (const role of ['plumbline_api', 'plumbline_worker', 'plumbline_reader'])
        expect(await column('select has_schema_privilege($1, $2, $3)', [role, schema, 'create'])).toEqual([
          false,
        ]);
  });

  test('makes nobody who belongs to another role', async () => {
    const members = `select r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname like 'plumbline_%'`;
    expect(await column(members)).toEqual([]);
  });
});

/** As a request does, and undone afterwards. How many rows; null: refused. */
async function tried(actor: string, sql: string): Promise<number | null> {
  const [id] = await column('select id from person where name = $1', [actor]);
  await api.query(`begin; set local plumbline.actor = '${id}'`);
  try {
    return (await api.query(sql)).rowCount;
  } catch (error) {
    if ((error as { code?: string }).code !== REFUSED) throw error;
    return null;
  } finally {
    await api.query('rollback');
  }
}

const REFUSED = '42501';

describe('what people change', () => {
  const outcome = async ({ sql }: Attempt, who: string): Promise<string> => {
    const rows = await tried(who, sql);
    return `${who}: ${rows === null || rows === 0 ? 'no' : 'done'}`;
  };

  test.each(ATTEMPTS.map((attempt) => [attempt.what, attempt] as const))('%s', async (_, attempt) => {
    const { may, mayNot } = attempt;
    const found = [];
    for (const who of [...may, ...mayNot]) found.push(await outcome(attempt, who));
    expect(found).toEqual([...may.map((who) => `${who}: done`), ...mayNot.map((who) => `${who}: no`)]);
  });
});

/** Whose a row is, by the first of these columns that it has; where several say it, one is enough. */
const OWNED_BY: Readonly<Record<string, string>> = {
  actor_person_id: 'actor() in (actor_person_id, named.wearing(wearer_id))',
  person_id: 'person_id = actor()',
  wearer_id: 'named.wearing(wearer_id) = actor()',
  stream_id: 'named.recorded(stream_id) = actor()',
};
/** Of no person; within a tenant everybody may know them. */
const OF_ALL = ['algorithm', 'posture_state', 'study', 'tenant'];

async function notOwn(table: string): Promise<string> {
  const names = await column<string>(
    'select attname::text from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped',
    [table.includes('.') ? table : `plumbline.${table}`],
  );
  if (table === 'person') return 'id <> actor()';
  const known = Object.keys(OWNED_BY).find((name) => names.includes(name));
  return known === undefined ? 'true' : `(${OWNED_BY[known]}) is not true`;
}

const TABLES_OF_API = Object.entries(RIGHTS_OF_API)
  .filter(([right]) => right.startsWith('select'))
  .flatMap(([, tables]) => tables.split(/\s+/));

async function seenOfOthers(who: string): Promise<string[]> {
  const seen: string[] = [];
  for (const table of TABLES_OF_API) {
    const rows = await tried(who, `select from ${table} where ${await notOwn(table)}`);
    if (rows !== 0 && !OF_ALL.includes(table)) seen.push(table);
  }
  return seen.sort();
}

/** Of the row `t`, what makes it one that the person `p` may change. */
const OPERATOR = "'operator' = any (p.roles) and t.tenant_id = p.tenant_id";
const WORN = 't.wearer_id in (select id from wearer where person_id = p.id)';
const SAID = `t.author_person_id = p.id and (${WORN} or exists (select from consent c
  where c.wearer_id = t.wearer_id and c.grantee_person_id = p.id and 'diary' = any (c.scopes) and c.withdrawn_at is null))`;
/** Statements that name no row: nothing but the policy of the change itself holds them back. */
const BLIND: readonly (readonly [sql: string, table: string, mine: string])[] = [
  ['update tenant set raw_days = 5', 'tenant', "t.id = p.tenant_id and 'operator' = any (p.roles)"],
  ["update person set name = 'x'", 'person', OPERATOR],
  ['update account set changed_at = now()', 'account', 't.person_id = p.id'],
  [
    'update access_token set revoked_at = now()',
    'access_token',
    `t.person_id = p.id or t.kind = 'gateway' and ${OPERATOR}`,
  ],
  ['update consent set withdrawn_at = now()', 'consent', `${WORN} and t.withdrawn_at is null`],
  ['update study set closed_at = now()', 'study', OPERATOR],
  ['update participant set left_at = now()', 'participant', WORN],
  ["update sensor_choice set name = 'x'", 'sensor_choice', 't.person_id = p.id'],
  ['update label set withdrawn_at = now()', 'label', SAID],
  ["update note set text = 'x'", 'note', SAID],
  ["update alert set answer = 'x'", 'alert', WORN],
  ["update nudge_setting set settings = '{}'", 'nudge_setting', WORN],
  ["update job set state = 'cancelled'", 'job', 't.person_id = p.id'],
  ['delete from browser_session', 'browser_session', 't.person_id = p.id'],
  ['delete from pairing_code', 'pairing_code', 't.person_id = p.id'],
  [
    'delete from study_member',
    'study_member',
    "'operator' = any (p.roles) and t.study_id in (select id from study where tenant_id = p.tenant_id)",
  ],
  ['delete from note', 'note', SAID],
];

describe('what people change without saying which rows', () => {
  test.each(BLIND)('%s', async (sql, table, mine) => {
    const expected = await column<string>(
      `select p.name || ': ' || (select count(*) from ${table} t where ${mine}) from person p order by p.name`,
    );
    const found: string[] = [];
    for (const name of await column<string>('select name from person order by name'))
      found.push(`${name}: ${await tried(name, sql)}`);
    expect(found).toEqual(expected);
    expect(new Set(found.map((one) => one.split(': ')[1])).size).toBeGreaterThan(1);
  });

  test('is tried for every table where there is such a right', () => {
    const changing = Object.entries(RIGHTS_OF_API).filter(([right]) => /update|delete/.test(right));
    const tables = changing.flatMap(([, names]) => names.split(/\s+/));
    expect([...new Set(BLIND.map(([, table]) => table))].sort()).toEqual(tables.sort());
  });
});

describe('what functions of the owner tell and do', () => {
  async function told(who: string, sql: string, end: 'rollback' | 'commit' = 'rollback'): Promise<unknown[]> {
    const [id] = await column('select id from person where name = $1', [who]);
    await api.query(`begin; set local plumbline.actor = '${id}'`);
    const { rows } = await api.query({ text: sql, rowMode: 'array' });
    await api.query(end);
    return rows.flat();
  }

  test('how full the database is and what waits: operators alone', async () => {
    const sizes = 'select count(*) > 20 from table_sizes()';
    const waiting = 'select recompute > 0, summaries > 0, jobs > 0 from work_waiting()';
    expect(await told('operator of local', sizes)).toEqual([true]);
    expect(await told('operator of local', waiting)).toEqual([true, true, true]);
    for (const who of ['neighbour', 'therapist of local']) {
      expect(await told(who, sizes)).toEqual([false]);
      expect(await told(who, waiting)).toEqual([false, false, false]);
    }
  });

  test('when a sensor was calibrated: whoever sees the sensor', async () => {
    const at = 'select count(*)::int from last_calibration(named.sensor(1))';
    for (const who of ['Me', 'reader of the diary', 'operator of local'])
      expect([who, await told(who, at)]).toEqual([who, [1]]);
    for (const who of ['neighbour', 'therapist of local', 'operator of other'])
      expect([who, await told(who, at)]).toEqual([who, [0]]);
  });

  test('that a span is analysed again: whoever is let into the diary', async () => {
    const span = "1, '2026-11-02 09:00Z', '2026-11-02 11:00Z'";
    const queued = async (who: string): Promise<unknown[]> => {
      await owner.query('delete from recompute');
      await told(who, `select queue_labelled(${span})`, 'commit');
      const rows = await column('select session_id from recompute');
      await owner.query('insert into recompute select 1, 1, now() on conflict do nothing');
      return [who, rows.length > 0, ...(await told(who, `select is_queued(${span})`))];
    };
    for (const who of ['Me', 'reader of the diary']) expect(await queued(who)).toEqual([who, true, true]);
    for (const who of ['neighbour', 'reader of summaries', 'operator of local'])
      expect(await queued(who)).toEqual([who, false, false]);
  });

  test('a recovery code: operators, for people of theirs who are let in', async () => {
    const [whom] = await column<string>("select uuid from person where name = 'neighbour'");
    const make = `select make_recovery_code('${whom}', sha256('c'), now() + interval '1 d') is not null`;
    expect(await told('operator of local', make)).toEqual([true]);
    for (const who of ['neighbour', 'therapist of local', 'operator of other'])
      expect([who, await told(who, make)]).toEqual([who, [false]]);
    await owner.query("update recovery_code set expires_at = now() - interval '1 d'");
    await told('operator of local', make, 'commit');
    const valid =
      "select count(*)::int from recovery_code where code_sha256 = sha256('c') and expires_at > now()";
    expect(await column(valid)).toEqual([1]);
    await owner.query("update person set disabled_at = now() where name = 'neighbour'");
    expect(await told('operator of local', make)).toEqual([false]);
    await owner.query("update person set disabled_at = null where name = 'neighbour'");
  });
});

describe('what people see of others in their tenant', () => {
  test.each([
    ['neighbour', ['person']],
    // And that there was a consent once.
    ['therapist of local', ['consent', 'person']],
    // Of the study that they work on.
    ['researcher of local', ['participant', 'person']],
  ])('that there are therapists, and nothing more before they are let in: %s', async (who, tables) => {
    expect(await seenOfOthers(who)).toEqual(tables);
    const others = "select from person where id <> actor() and not 'therapist' = any (roles)";
    expect(await tried(who, others)).toBe(0);
  });

  test('operators: accounts, devices, studies and who looked, and nothing of a body or of what somebody ordered', async () => {
    expect(await seenOfOthers('operator of local')).toEqual([
      ...['access_token', 'account', 'audit_log', 'backup_run', 'device_state', 'gap', 'person'],
      ...['rejected_record', 'sensor', 'stream', 'stream_progress', 'study_member', 'wearer'],
    ]);
    const programs = "select from access_token where kind = 'personal' and person_id <> actor()";
    expect(await tried('operator of local', programs)).toBe(0);
    expect(await tried('operator of other', 'select from access_token where tenant_id = 1')).toBe(0);
  });

  test('whoever is let into the diary: who that is, their devices, and what was said', async () => {
    expect(await seenOfOthers('reader of the diary')).toEqual([
      ...['consent', 'device_state', 'gap', 'label', 'note', 'person', 'rejected_record', 'sensor', 'stream'],
      ...['stream_progress', 'wear_session', 'wearer'],
    ]);
    expect(await tried('reader of the diary', "select from person where name = 'neighbour'")).toBe(0);
    // Of the two sensors there are, the one that they wore.
    expect(await tried('reader of the diary', 'select from sensor')).toBe(1);
  });

  test('an analysis beside the one that is shown: whoever ordered it, where summaries are open to them', async () => {
    const days = 'select from reanalysis_day where wearer_id = 1';
    for (const who of ['Me', 'reader of summaries']) expect([who, await tried(who, days)]).toEqual([who, 1]);
    for (const who of ['reader of the diary', 'neighbour', 'operator of local'])
      expect([who, await tried(who, days)]).toEqual([who, 0]);
  });

  test('a wearer: who looked at their data', async () => {
    expect(await tried('Me', "select from person where name = 'reader of the diary'")).toBe(1);
    expect(await tried('neighbour', "select from audit_log where action = 'x'")).toBe(0);
  });
});
