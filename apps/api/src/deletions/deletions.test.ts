import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEntry, type Deletion, type Export, LIVE_PROTOCOL } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { fillTheRest } from '../testing/rows-of-everything.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';
import {
  columns,
  filesWith,
  type Known,
  knownOf,
  tablesOfPeople,
  tracesIn,
  unknownNumbers,
} from '../testing/traces.ts';

const START_US = 1_795_000_000_000_000;
const MINUTE_US = 60e6;
/** The machine may be busy. */
const EXPORTED_MS = 90_000;
const SUMMARISED_MS = 90_000;
/** Every column of every table is read, three times over. */
const SEARCH_MS = 300_000;
const SUBJECT_LENGTH = 8;
const RECORDED_ROWS = 20_000;

let server: TestServer;
let people: TestPeople;
let exportDir: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  exportDir = await mkdtemp(join(tmpdir(), 'plumbline-exports-'));
  people = await TestPeople.start(server, { exportDir });
});
afterEach(async () => {
  await people?.stop();
  await rm(exportDir, { recursive: true, force: true });
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
  await gateway.store(stream, frames);
  return { gateway, stream };
}

/** What says when somebody was last there: not compared. */
const MOVING: Readonly<Record<string, readonly string[]>> = {
  'plumbline.browser_session': ['seen_at'],
  'plumbline.access_token': ['used_at'],
};
/** Versions are of nobody, and are named when they are first used. */
const NOT_COMPARED = ['plumbline.algorithm'];
/** What the one who stays did meanwhile is written down. */
const GROWING = ['plumbline.audit_log'];
const PAST_DUE = "select from summary_due where date < '2026-11-20'";

/** Every row of every table, once nothing of the past is being summarised any more. */
async function everything(api: TestApi): Promise<Map<string, string[]>> {
  await expect.poll(() => api.rows(PAST_DUE), { timeout: SUMMARISED_MS }).toEqual([]);
  const contents = new Map<string, string[]>();
  for (const table of new Set((await columns(api)).map((column) => column.table))) {
    if (NOT_COMPARED.includes(table)) continue;
    const moving = `'{${(MOVING[table] ?? []).join()}}'::text[]`;
    const sql = `select (to_jsonb(t) - ${moving})::text as row from ${table} t order by 1`;
    const rows = await api.rows<{ row: string }>(sql);
    contents.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return contents;
}

/** How exports call a wearer. */
const subjectOf = (uuid: string): string =>
  `sub-${createHash('sha256').update(uuid).digest('hex').slice(0, SUBJECT_LENGTH)}`;

async function order(who: TestPerson, whose: string): Promise<string> {
  const span = { fromUs: START_US, untilUs: START_US + 3600e6 };
  const body = { format: 'csv', tables: ['seconds', 'bouts'], ...span };
  return (await who.json<Export>('POST', `/v1/exports?wearer=${whose}`, body)).id;
}

async function upload(who: TestPerson): Promise<void> {
  const rows = Array.from({ length: RECORDED_ROWS }, (_, i) => `${START_US + i * 10_000},9.8,0,0.1\n`);
  const body = `t_us,acc_x,acc_y,acc_z\n${rows.join('')}`;
  const headers = { ...who.headers, 'content-type': 'text/csv' };
  const sent = await fetch(`${people.api.url}/v1/imports?name=a.csv`, { method: 'POST', headers, body });
  expect(sent.status).toBe(201);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Resolves when it is there. */
async function exportOf(who: TestPerson, whose: string): Promise<string> {
  const id = await order(who, whose);
  const state = async (): Promise<string> => (await who.json<Export>('GET', `/v1/exports/${id}`)).state;
  await expect.poll(state, { timeout: EXPORTED_MS }).toBe('done');
  return id;
}

/** So that a search that finds nothing afterwards has looked where there was something. */
async function fillEveryTable(known: Known): Promise<void> {
  await people.api.inTransaction(async (owner) => {
    await fillTheRest(owner, known);
    await owner.rows('insert into recompute values ($1, 1, now(), now())', known.ids.session);
    expect(await unknownNumbers(owner)).toEqual([]);
    const places = await tracesIn(owner, known);
    const found = new Set(places.map((place) => place.slice(0, place.lastIndexOf('.'))));
    const missed = (await tablesOfPeople(owner)).filter((table) => !found.has(table));
    expect(missed).toEqual([]);
  });
}

describe('deleting oneself', () => {
  test(
    'leaves no trace in any table, snapshot or file, and everything else as it was',
    async () => {
      const stays = await people.add('stays', 'wearer', 'therapist');
      await (await record(people.api, stays)).gateway.close();
      const kept = await exportOf(stays, 'me');
      await people.api.rows("insert into study (tenant_id, name, purpose) values (1, 'x', 'x')");
      const before = await everything(people.api);

      const leaves = await people.add('leaves', 'wearer', 'therapist');
      const { person, wearer } = await leaves.me();
      await leaves.consent((await stays.me()).person, ['detail', 'diary']);
      await stays.consent(person, ['detail', 'diary']);
      const { gateway } = await record(people.api, leaves);
      await stays.json('GET', `/v1/today?wearer=${wearer}`);
      await leaves.json('GET', `/v1/today?wearer=${(await stays.me()).wearer}`);
      await exportOf(stays, wearer!);
      const known = await knownOf(people.api, 'leaves');
      await fillEveryTable(known);
      const words = [...known.words, subjectOf(wearer!)];
      expect(await filesWith(exportDir, words)).not.toEqual([]);

      const wanted = { kind: 'person', confirm: 'delete everything' };
      const deletion = await leaves.json<Deletion>('POST', '/v1/deletions', wanted);
      expect(deletion.removed).toMatchObject({
        ...{ raw_block: expect.any(Number), posture_1s: expect.any(Number) },
        ...{ session_pipeline: 1, person: 1, files: 1 },
      });
      await gateway.closed();
      expect(await tracesIn(people.api, known)).toEqual([]);
      expect(await filesWith(exportDir, words)).toEqual([]);
      expect(await readdir(exportDir)).toEqual([kept]);
      expect((await leaves.ask('GET', '/v1/session')).status).toBe(401);
      const after = await everything(people.api);
      for (const [table, rows] of before) {
        const there = after.get(table)!;
        const compared = GROWING.includes(table) ? there.filter((row) => rows.includes(row)) : there;
        expect([table, compared]).toEqual([table, rows]);
      }
    },
    SEARCH_MS,
  );

  test('stops an export that is being made and an import that waits, and leaves none of their files', async () => {
    const leaves = await people.add('hasty', 'wearer');
    const { gateway } = await record(people.api, leaves);
    await order(leaves, 'me');
    await upload(leaves);
    await leaves.json('POST', '/v1/deletions', { kind: 'person', confirm: 'delete everything' });
    expect(await filesIn(exportDir)).toEqual([]);
    await gateway.closed();
    await people.api.restart();
    expect(await filesIn(exportDir)).toEqual([]);
  });
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
    const gateway = await wearer.gateway([stream]);
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

  test('ends the live picture that still shows it; who comes back sees what is left', async () => {
    const wearer = await people.add('followed', 'wearer');
    const { gateway } = await record(people.api, wearer);
    const follow = async (): Promise<TestDashboard> => {
      const page = await TestDashboard.open(people.api.url, wearer.headers);
      page.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' });
      await page.until(({ type }) => type === 'state');
      return page;
    };
    const open = await follow();
    await wearer.json('POST', '/v1/deletions', { kind: 'range', fromUs: 0, untilUs: START_US * 2 });
    await open.closed();
    await gateway.closed();
    const again = await follow();
    expect(again.state.trace.tUs).toEqual([]);
    await again.close();
  });

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

describe('who leaves', () => {
  const EVERYTHING = { kind: 'person', confirm: 'delete everything' };

  test('need not have worn a sensor', async () => {
    const stays = await people.add('stays', 'wearer');
    const therapist = await people.add('therapist', 'therapist');
    const { person } = await therapist.me();
    await stays.consent(person, ['detail']);
    await therapist.json('GET', `/v1/today?wearer=${(await stays.me()).wearer}`);
    await therapist.json('POST', '/v1/deletions', EVERYTHING);
    expect((await therapist.ask('GET', '/v1/session')).status).toBe(401);
    expect(await people.api.rows('select 1 from person where uuid = $1', [person])).toEqual([]);
    const [look] = await stays.json<AuditEntry[]>('GET', '/v1/audit?about=me');
    expect(look).toMatchObject({ actor: null, action: 'GET /v1/today' });
    const range = { kind: 'range', fromUs: 0, untilUs: START_US };
    const other = await people.add('other therapist', 'therapist');
    expect((await other.ask('POST', '/v1/deletions', range)).status).toBe(403);
  });

  test('leaves the accounts of others to another operator', async () => {
    await people.add('wearer', 'wearer');
    const refused = await people.first.ask('POST', '/v1/deletions', EVERYTHING);
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('another operator'),
    ]);
    await people.add('second', 'operator');
    expect((await people.first.ask('POST', '/v1/deletions', EVERYTHING)).status).toBe(201);
  });

  test('as the last one leaves a server that starts, and where an account can be opened again', async () => {
    await people.first.json('POST', '/v1/deletions', EVERYTHING);
    await people.api.restart();
    expect(await (await people.anonymous().setUp('second')).me()).toMatchObject({ name: 'First' });
    const again = people.anonymous();
    await again.signIn('second');
    await again.json('POST', '/v1/deletions', EVERYTHING);
    expect(await (await people.anonymous().setUp('third')).me()).toMatchObject({
      wearer: expect.any(String),
    });
  });
});

test('what is asked for twice at once is done once, and said to have been done before', async () => {
  const hasty = await people.add('twice', 'wearer');
  const ask = (): Promise<Response> =>
    hasty.ask('POST', '/v1/deletions', { kind: 'person', confirm: 'delete everything' });
  const statuses = (await Promise.all([ask(), ask(), ask()])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([201, 401, 401]);
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
