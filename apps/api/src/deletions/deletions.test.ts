import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deletion } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = 1_795_000_000_000_000;
const MINUTE_US = 60e6;

let server: TestServer;
let people: TestPeople;

beforeEach(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
});
afterEach(async () => {
  await people?.stop();
  await server?.stop();
});

/** Three minutes of samples over a real connection, which stays open. */
async function record(
  api: TestApi,
  person: TestPerson | null,
): Promise<{ gateway: TestGateway; stream: string }> {
  const headers: Record<string, string> =
    person === null ? {} : { authorization: `Bearer ${(await person.token('gateway')).secret}` };
  const gateway = await TestGateway.open(api.url, headers);
  gateway.hello();
  const stream = crypto.randomUUID();
  const frames = streamFrames(
    stream,
    { sessionId: crypto.randomUUID(), startUs: START_US, sensorId: stream },
    18_000,
    100,
    false,
  );
  gateway.send(...frames);
  await gateway.acknowledgedUpTo(stream, frames.length);
  return { gateway, stream };
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Every column of every table that could hold an id, past any security. */
async function columns(api: TestApi): Promise<Column[]> {
  return api.rows<Column>(`select concat(nullif(c.table_schema, 'plumbline') || '.', c.table_name) as table, c.column_name as column, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema in ('plumbline', 'plumbline_trial') and t.table_type = 'BASE TABLE'`);
}

const ID_COLUMNS: Readonly<Record<string, 'wearer' | 'person' | 'stream' | 'session'>> = {
  wearer_id: 'wearer',
  wearer_ids: 'wearer',
  person_id: 'person',
  actor_person_id: 'person',
  author_person_id: 'person',
  grantee_person_id: 'person',
  stream_id: 'stream',
  session_id: 'session',
};

/** Where the ids, the uuids and the words of somebody still stand. */
async function traces(
  api: TestApi,
  ids: Record<string, number[]>,
  words: readonly string[],
): Promise<string[]> {
  const searches = (await columns(api)).map(({ table, column, type }) => {
    const kind = type === 'uuid' ? undefined : ID_COLUMNS[column];
    const wanted = `'{${(kind === undefined ? [] : ids[kind]!).join()}}'::int[]`;
    const byId = type === 'ARRAY' ? `${column} && ${wanted}` : `${column} = any (${wanted})`;
    const byWord = `${column}::text ilike any ($1)`;
    const search = kind === undefined ? byWord : `${byWord} or ${byId}`;
    return `select '${table}.${column}' as place where exists (select from ${table} where ${search})`;
  });
  const rows = await api.rows<{ place: string }>(searches.join(' union all '), [
    words.map((word) => `%${word}%`),
  ]);
  return rows.map(({ place }) => place);
}

async function idsOf(
  api: TestApi,
  login: string,
): Promise<{ ids: Record<string, number[]>; words: string[] }> {
  const [row] = await api.rows<{ person: number; wearer: number; uuid: string; pseudonym: string }>(
    `select p.id as person, w.id as wearer, p.uuid, w.pseudonym from account a join person p on p.id = a.person_id
     join wearer w on w.person_id = p.id where a.login = $1`,
    [login],
  );
  const streams = await api.rows<{ id: number; uuid: string }>(
    'select id, uuid from stream where wearer_id = $1',
    [row!.wearer],
  );
  const sessions = await api.rows<{ id: number; uuid: string }>(
    'select id, uuid from wear_session where wearer_id = $1',
    [row!.wearer],
  );
  const ids = {
    person: [row!.person],
    wearer: [row!.wearer],
    stream: streams.map(({ id }) => id),
    session: sessions.map(({ id }) => id),
  };
  return {
    ids,
    words: [
      row!.uuid,
      row!.pseudonym,
      login,
      ...streams.map(({ uuid }) => uuid),
      ...sessions.map(({ uuid }) => uuid),
    ],
  };
}

/** Logs, proofs of who somebody is, and what is summarised in the background. */
const MOVING = [
  ...['audit_log', 'browser_session', 'access_token', 'algorithm'],
  ...['minute_summary', 'day_summary', 'summary_due'],
];

/** Everything that stands still, by table. */
async function everythingElse(api: TestApi): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {};
  for (const table of new Set((await columns(api)).map((column) => column.table))) {
    if (MOVING.includes(table)) continue;
    rows[table] = await api.rows(`select to_jsonb(t)::text as row from ${table} t order by 1`);
  }
  return rows;
}

describe('deleting oneself', () => {
  test('leaves no trace of the person in any table or file, and everything else as it was', async () => {
    const stays = await people.add('stays', 'wearer', 'therapist');
    const other = await record(people.api, stays);
    await other.gateway.close();
    const before = await everythingElse(people.api);

    const leaves = await people.add('leaves', 'wearer', 'therapist');
    await leaves.consent((await stays.me()).person, ['detail', 'diary']);
    const consent = await stays.consent((await leaves.me()).person, ['detail', 'diary']);
    const { gateway } = await record(people.api, leaves);
    await stays.json('GET', `/v1/today?wearer=${(await leaves.me()).wearer}`);
    await leaves.json('GET', `/v1/today?wearer=${(await stays.me()).wearer}`);
    const file = await fillTheRest();
    const { ids, words } = await idsOf(people.api, 'leaves');
    expect((await traces(people.api, ids, words)).length).toBeGreaterThan(40);

    const deletion = await leaves.json<Deletion>('POST', '/v1/deletions', {
      kind: 'person',
      confirm: 'delete everything',
    });
    expect(deletion.removed).toMatchObject({
      raw_block: expect.any(Number),
      posture_1s: expect.any(Number),
      session_pipeline: 1,
      person: 1,
      files: 1,
    });
    await gateway.closed();
    expect(await traces(people.api, ids, words)).toEqual([]);
    expect(await readdir(file)).toEqual([]);
    expect((await leaves.ask('GET', '/v1/session')).status).toBe(401);
    expect(await everythingElse(people.api)).toEqual(before);
    expect(consent).toBeDefined();
  });

  /** A row for the one who leaves in every table that ingest does not fill; returns the folder of the export. */
  async function fillTheRest(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-export-'));
    const path = join(folder, 'leaves.csv');
    await writeFile(path, 'x');
    const { ids } = await idsOf(people.api, 'leaves');
    const [wearer, person, session] = [ids.wearer![0]!, ids.person![0]!, ids.session![0]!];
    for (const sql of [
      `insert into minute_summary (wearer_id, time, algorithm, tenant_id, observed_s, state_s) values (${wearer}, now(), 1, 1, 60, '{60}')`,
      `insert into day_summary values (${wearer}, '2026-11-02', 1, 1, 'UTC', now(), now(), true, '[]', now())`,
      `insert into summary_due values (${wearer}, '2026-11-02', 1, now())`,
      `insert into recompute values (${session}, 1, now(), now())`,
      `insert into calibration (tenant_id, wearer_id, session_id, at, kind, parameters) values (1, ${wearer}, ${session}, now(), 'x', '{}')`,
      `insert into label (tenant_id, wearer_id, author_person_id, start_at, end_at, state) values (1, ${wearer}, ${person}, now(), now() + interval '1 h', 1)`,
      `insert into note (tenant_id, wearer_id, author_person_id, at, kind, text) values (1, ${wearer}, ${person}, now(), 'note', 'x')`,
      `insert into alert (tenant_id, wearer_id, raised_at, kind, reason) values (1, ${wearer}, now(), 'x', 'x')`,
      `insert into job (tenant_id, person_id, wearer_id, kind) values (1, ${person}, ${wearer}, 'export')`,
      `insert into reanalysis_day (job_id, date, wearer_id, tenant_id) select id, '2026-11-02', ${wearer}, 1 from job where wearer_id = ${wearer}`,
      `insert into plumbline_trial.bout select ${wearer}, now(), ${session}, 1, now(), 1, false, 1`,
      `insert into export (job_id, tenant_id, person_id, wearer_ids, path) select id, 1, ${person}, '{${wearer}}', '${path}' from job`,
      `insert into deletion (tenant_id, person_id, kind, removed) values (1, ${person}, 'range', '{}')`,
      `insert into gap select id, 999, 1, now(), now(), 1, true, 'x' from stream where wearer_id = ${wearer}`,
      `insert into device_state (stream_id, seq, tenant_id, at, config) select id, 999, 1, now(), '{}' from stream where wearer_id = ${wearer}`,
    ]) {
      await people.api.rows(sql);
    }
    return folder;
  }
});

describe('deleting a span', () => {
  test('removes what was measured and computed in it, also of a session that goes on, and reports it', async () => {
    const wearer = await people.add('wearer', 'wearer');
    const { gateway, stream } = await record(people.api, wearer);
    const [fromUs, untilUs] = [START_US + MINUTE_US, START_US + 2 * MINUTE_US];
    const deletion = await wearer.json<Deletion>('POST', '/v1/deletions', { kind: 'range', fromUs, untilUs });
    expect(deletion).toMatchObject({
      kind: 'range',
      fromUs,
      untilUs,
      removed: { posture_1s: 60, session_pipeline: 1 },
    });
    expect(deletion.removed.raw_block).toBeGreaterThanOrEqual(6);
    const within = `time >= to_timestamp(${fromUs / 1e6}) and time < to_timestamp(${untilUs / 1e6})`;
    expect(await people.api.rows(`select 1 from posture_1s where ${within}`)).toEqual([]);
    const blocks = await people.api.rows<{ n: number }>('select count(*)::int as n from raw_block');
    expect(blocks[0]!.n).toBe(18 - deletion.removed.raw_block!);
    await gateway.closed();
    expect(await wearer.json('GET', '/v1/deletions')).toEqual([deletion]);
    await goesOn(wearer, stream);
  });

  /** The gateway comes back and sends what comes next. */
  async function goesOn(wearer: TestPerson, stream: string): Promise<void> {
    const headers = { authorization: `Bearer ${(await wearer.token('gateway')).secret}` };
    const gateway = await TestGateway.open(people.api.url, headers);
    gateway.hello([stream]);
    const welcome = await gateway.until((reply) => reply.type === 'welcome');
    const next = (welcome as { next: Record<string, number> }).next[stream]!;
    const frames = streamFrames(
      stream,
      { sessionId: crypto.randomUUID(), startUs: START_US, sensorId: stream },
      24_000,
      100,
    );
    gateway.send(...frames.slice(next));
    await gateway.acknowledgedUpTo(stream, frames.length);
    const [row] = await people.api.rows<{ n: number }>(
      'select count(*)::int as n from posture_1s where time < to_timestamp($1)',
      [START_US / 1e6 + 240],
    );
    expect(row!.n).toBeGreaterThanOrEqual(180);
    await gateway.close();
  }

  test('does not touch data of others', async () => {
    const [one, two] = [await people.add('one', 'wearer'), await people.add('two', 'wearer')];
    for (const person of [one, two]) await (await record(people.api, person)).gateway.close();
    const count = (): Promise<unknown> =>
      people.api.rows('select wearer_id, count(*)::int as n from posture_1s group by 1 order by 1');
    const before = (await count()) as { wearer_id: number; n: number }[];
    await one.json('POST', '/v1/deletions', { kind: 'range', fromUs: 0, untilUs: START_US * 2 });
    expect(await count()).toEqual([before[1]]);
  });
});

describe('in a local installation', () => {
  test('a new person is there afterwards, with nothing', async () => {
    const api = await TestApi.start(server);
    const { gateway } = await record(api, null);
    const body = JSON.stringify({ kind: 'person', confirm: 'delete everything' });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${api.url}/v1/deletions`, { method: 'POST', headers, body });
    expect(response.status).toBe(201);
    await gateway.closed();
    expect(await api.get('/v1/streams')).toEqual([]);
    expect(await api.get('/v1/session')).toMatchObject({ name: 'Me', via: 'local' });
    await (await record(api, null)).gateway.close();
    expect(await api.get('/v1/streams')).toMatchObject([{ samples: 18_000 }]);
    await api.stop();
  });
});
