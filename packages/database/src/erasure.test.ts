import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTwoTenants, type TwoTenants } from './testing/two-tenants.ts';

/** What goes when somebody deletes a span or a time limit has passed, row by row, and what stays. */

let tenants: TwoTenants;
let owner: Client;
let api: Client;
let worker: Client;

beforeAll(async () => {
  tenants = await startTwoTenants();
  ({ owner, api, worker } = tenants);
});
afterAll(async () => {
  await tenants?.[Symbol.asyncDispose]();
});

async function rows<T>(sql: string): Promise<T[]> {
  return (await owner.query({ text: sql, rowMode: 'array' })).rows.flat() as T[];
}

async function asPerson<T>(name: string, sql: string): Promise<T[]> {
  const [id] = await rows(`select id from person where name = '${name}'`);
  await api.query(`begin; set local plumbline.actor = '${id}'`);
  try {
    const { rows: found } = await api.query(sql);
    await api.query('commit');
    return found as T[];
  } catch (error) {
    await api.query('rollback');
    throw error;
  }
}

/** Each test has days of its own. */
const dayOf = (n: number): string => `2026-${String(n + 1).padStart(2, '0')}-04`;
/** The span that is deleted: from ten to eleven. */
const erase = (day: string): string => `select * from erase_range('${day} 10:00Z', '${day} 11:00Z')`;

/** Begin, end, and whether it goes: half-open, so that what only touches the span stays. */
const SPANS = [
  ['09:30:00', '10:00:00', 'stays'],
  ['09:40:00', '10:00:01', 'goes'],
  ['10:10:00', '10:20:00', 'goes'],
  ['10:59:59', '11:30:00', 'goes'],
  ['11:00:00', '11:30:00', 'stays'],
] as const;
const MOMENTS = [
  ['09:59:59', 'stays'],
  ['10:00:00', 'goes'],
  ['10:59:59', 'goes'],
  ['11:00:00', 'stays'],
] as const;

/** A row from `a` to `b`, of the wearer `w`, the session `s` and the stream `t`. */
const WITH_SPAN: Readonly<Record<string, string>> = {
  gap: "insert into gap select t, 1000 + n, tenant, a, b, 1, true, 'x'",
  bout: 'insert into bout select w, a, s, tenant, b, 1, false, 1',
  rotation_event: `insert into rotation_event (peak_at, started_at, ended_at, wearer_id, session_id, tenant_id, peak_cdeg, kind, context, algorithm, provisional)
    select a, a, b, w, s, tenant, 1, 'turn', 1, 1, false`,
  break_credit:
    'insert into break_credit select w, a, s, tenant, b, 0, true, true, null, null, null, 1, 1, false',
  label: 'insert into label (tenant_id, wearer_id, start_at, end_at, state) select tenant, w, a, b, 1',
  day_summary: `insert into day_summary select w, a::date + n, 1, tenant, 'UTC', a, b, true, '[]', now()`,
};
const AT_A_MOMENT: Readonly<Record<string, string>> = {
  posture_1s: `insert into posture_1s (time, wearer_id, session_id, tenant_id, activity_cmps2, state, probability_pm, coverage_pm, algorithm)
    select a, w, s, tenant, 1, 1, 1, 1, 1`,
  load_10s: `insert into load_10s (time, wearer_id, session_id, tenant_id, holding_s, algorithm, provisional, band)
    select a, w, s, tenant, 1, 1, false, 'x'`,
  device_state:
    "insert into device_state (stream_id, seq, tenant_id, at, config) select t, 1000 + n, tenant, a, '{}'",
  nudge_event: "insert into nudge_event (wearer_id, tenant_id, at, event) select w, tenant, a, '{}'",
  calibration: `insert into calibration (tenant_id, wearer_id, session_id, at, kind, parameters) select tenant, w, s, a, 'x', '{}'`,
  note: "insert into note (tenant_id, wearer_id, at, kind, text) select tenant, w, a, 'note', 'x'",
  alert: "insert into alert (tenant_id, wearer_id, raised_at, kind, reason) select tenant, w, a, 'y', 'y'",
};
const WHEN: Readonly<Record<string, string>> = {
  ...{ gap: 'start_at', bout: 'started_at', rotation_event: 'started_at', break_credit: 'started_at' },
  ...{ label: 'start_at', day_summary: 'start_at', posture_1s: 'time', load_10s: 'time', device_state: 'at' },
  ...{ nudge_event: 'at', calibration: 'at', note: 'at', alert: 'raised_at' },
  ...{ minute_summary: 'time', raw_block: 't0' },
};

/** Of both wearers. */
async function put(day: string, into: string, from: string, until: string, n: number): Promise<void> {
  await owner.query(`${into} from (select w.id as w, w.tenant_id as tenant, s.session_id as s, s.id as t,
      '${day} ${from}Z'::timestamptz as a, '${day} ${until}Z'::timestamptz as b, ${n} as n
    from wearer w join stream s on s.wearer_id = w.id) row`);
}

function begins(day: string, table: string, tenant: number): Promise<string[]> {
  const time = `${WHEN[table]!} at time zone 'UTC'`;
  return rows(`select to_char(${time}, 'HH24:MI:SS') from ${table}
    where tenant_id = ${tenant} and (${time})::date = '${day}' order by 1`);
}

const staying = (marks: readonly (readonly string[])[]): string[] =>
  marks.filter((mark) => mark.at(-1) === 'stays').map(([from]) => from!);

describe('deleting a span', () => {
  test('has what reached across it computed again, and nothing keeps a copy', async () => {
    const day = dayOf(0);
    await owner.query('delete from summary_due; update job set kind = $$reanalysis$$');
    await owner.query('delete from recompute where tenant_id = 1');
    const samples = `insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
      select t, a, b, n, tenant, 1, 1, 'x'`;
    await put(day, samples, '10:10:00', '10:10:10', 1);
    await put(day, WITH_SPAN.day_summary!, '00:00:00', '23:59:59', 0);
    const [told] = await asPerson<{ paths: string[] }>('Me', erase(day));
    expect(told!.paths).toEqual(['x']);
    const again = `select from_at = '${day} 10:00Z' from recompute where tenant_id =`;
    expect([await rows(`${again} 1`), await rows(`${again} 2`)]).toEqual([[true], [false]]);
    expect(await rows("select tenant_id || ' ' || date from summary_due")).toEqual([`1 ${day}`]);
    const trials = ['posture_1s', 'load_10s', 'bout', 'rotation_event', 'break_credit', 'summary_due'];
    for (const table of ['export', 'reanalysis_day', ...trials.map((name) => `plumbline_trial.${name}`)])
      expect([table, await rows(`select distinct tenant_id from ${table}`)]).toEqual([table, [2]]);
    for (const table of ['session_pipeline', 'plumbline_trial.session_pipeline'])
      expect([
        table,
        await rows(`select w.tenant_id from ${table} join wear_session w on w.id = session_id`),
      ]).toEqual([table, [2]]);
    expect(await rows("select tenant_id || ' ' || state from job order by 1")).toEqual([
      '1 cancelled',
      '2 queued',
    ]);
  });

  test.each(Object.entries(WITH_SPAN))('takes what reaches into it: %s', async (table, into) => {
    const day = dayOf(1);
    for (const [n, [from, until]] of SPANS.entries()) await put(day, into, from, until, n);
    await asPerson('Me', erase(day));
    expect(await begins(day, table, 1)).toEqual(staying(SPANS));
    expect(await begins(day, table, 2)).toEqual(SPANS.map(([from]) => from));
  });

  test.each(Object.entries(AT_A_MOMENT))('takes what lies in it: %s', async (table, into) => {
    const day = dayOf(2);
    for (const [n, [at]] of MOMENTS.entries()) await put(day, into, at, at, n);
    await asPerson('Me', erase(day));
    expect(await begins(day, table, 1)).toEqual(staying(MOMENTS));
    expect(await begins(day, table, 2)).toEqual(MOMENTS.map(([at]) => at));
  });

  test('takes minutes and blocks of samples that it cuts, whole', async () => {
    const day = dayOf(3);
    const minute = `insert into minute_summary (wearer_id, time, algorithm, tenant_id, observed_s, state_s)
      select w, a, 1, tenant, 60, '{60}'`;
    for (const at of ['09:59:00', '10:00:00', '10:59:00', '11:00:00']) await put(day, minute, at, at, 0);
    const block = `insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
      select t, a, b, n, tenant, 1, 1, 'x'`;
    const blocks = [
      ['09:59:50', '09:59:59.99'],
      ['09:59:55', '10:00:00'],
      ['10:59:59', '11:00:09'],
      ['11:00:00', '11:00:10'],
    ] as const;
    for (const [n, [from, last]] of blocks.entries()) await put(day, block, from, last, n);
    await asPerson('Me', erase(day));
    for (const table of ['minute_summary', 'raw_block'])
      expect([table, await begins(day, table, 1)]).toEqual([
        table,
        table === 'raw_block' ? ['09:59:50', '11:00:00'] : ['09:59:00', '11:00:00'],
      ]);
    for (const table of ['minute_summary', 'raw_block'])
      expect([table, await begins(day, table, 2)]).toMatchObject([table, { length: 4 }]);
  });

  test('leaves alone what was never in it: sessions, their state and days beside it', async () => {
    await owner.query('delete from recompute; delete from summary_due');
    const states = await rows('select session_id from session_pipeline');
    await asPerson('Me', erase(dayOf(4)));
    for (const table of ['recompute', 'summary_due'])
      expect(await rows(`select 1 from ${table}`)).toEqual([]);
    expect(await rows('select session_id from session_pipeline')).toEqual(states);
  });

  test('is for those who wear a sensor and are let in', async () => {
    await expect(asPerson('therapist of local', erase(dayOf(5)))).rejects.toThrow('wears no sensor');
    await owner.query("update person set disabled_at = now() where name = 'Me'");
    await expect(asPerson('Me', erase(dayOf(5)))).rejects.toThrow('wears no sensor');
    await expect(asPerson('Me', 'select * from erase_person()')).rejects.toThrow('no actor');
    await owner.query("update person set disabled_at = null where name = 'Me'");
  });
});

describe('what is kept for a time', () => {
  const AGES = 'unnest(array[1, 20, 45, 400]) d';
  const ages = (table: string, time: string, tenant: number): Promise<number[]> =>
    rows(`select round(extract(epoch from now() - ${time}) / 86400)::int from ${table}
      where tenant_id = ${tenant} and ${time} between now() - interval '500 d' and now() order by 1`);

  const filled = async (): Promise<void> => {
    await owner.query(`
      delete from raw_block; delete from posture_1s; delete from load_10s;
      insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
        select id, now() - d * interval '1 d', now(), d, tenant_id, 1, 1, 'x' from stream, ${AGES};
      insert into posture_1s (time, wearer_id, session_id, tenant_id, activity_cmps2, state, probability_pm, coverage_pm, algorithm)
        select now() - d * interval '1 d', wearer_id, id, tenant_id, 1, 1, 1, 1, 1 from wear_session, ${AGES};
      insert into load_10s (time, wearer_id, session_id, tenant_id, holding_s, algorithm, provisional, band)
        select now() - d * interval '1 d', wearer_id, id, tenant_id, 1, 1, false, 'x' from wear_session, ${AGES}`);
  };
  const apply = (): Promise<unknown> => worker.query('select apply_retention()');
  const kept = async (tenant: number): Promise<number[][]> => [
    await ages('raw_block', 't0', tenant),
    await ages('posture_1s', 'time', tenant),
    await ages('load_10s', 'time', tenant),
  ];
  const ALL = [1, 20, 45, 400];

  test('is kept for good by whoever said nothing, though others keep less', async () => {
    await filled();
    await owner.query('update tenant set raw_days = 10, second_days = 30 where id = 1');
    await apply();
    expect(await kept(1)).toEqual([[1], [1, 20], [1, 20]]);
    expect(await kept(2)).toEqual([ALL, ALL, ALL]);
  });

  test('is kept by each tenant for its own time', async () => {
    await filled();
    await owner.query('update tenant set raw_days = 10 * id, second_days = 30 * id');
    await apply();
    expect(await kept(1)).toEqual([[1], [1, 20], [1, 20]]);
    expect(await kept(2)).toEqual([[1], [1, 20, 45], [1, 20, 45]]);
  });

  test('sessions and codes that have expired go with it, and no others', async () => {
    const tables = ['browser_session', 'pairing_code', 'recovery_code'];
    for (const table of tables)
      await owner.query(`update ${table} set expires_at = now() - interval '1 s' where person_id = 1`);
    const valid = (table: string): Promise<unknown[]> =>
      rows(`select person_id from ${table} where expires_at > now() order by 1`);
    const before: unknown[][] = [];
    for (const table of tables) before.push(await valid(table));
    expect(before.every((people) => people.length > 0)).toBe(true);
    await apply();
    for (const [i, table] of tables.entries())
      expect([table, await rows(`select person_id from ${table} order by 1`)]).toEqual([table, before[i]]);
  });
});
