import type { Demo, Me, Study, VisibleWearer } from '@plumbline/contract';
import { prepareDatabase, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../database/database.ts';
import { TestApi, TIME_ZONE } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestPerson } from '../testing/test-people.ts';
import { prepareDemo } from './prepare-demo.ts';
import { type Filled, Seeder } from './seeder.ts';
import { type Simulate, simulateHere } from './simulate.ts';

const TWENTY_MINUTES_US = 20 * 60e6;
/** Whole days take a while. */
const simulateStart: Simulate = (day, stream) =>
  simulateHere(day, { ...stream, endUs: stream.startUs + TWENTY_MINUTES_US });

/** The live sensor has been there for seconds, of which nothing is known, and the day has been summarised. */
const FIRST_SECONDS = `
  with first as (insert into algorithm (name) values ('of the first seconds') returning id)
  insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, measures, trend,
    valid, reasons, worn_min, declared_worn_min, walking_min)
  select w.id, (now() at time zone $2)::date, first.id, w.tenant_id, $2, now(), now() + interval '1 hour', false, '[]', '{}',
    false, '{}', 0, 0, 0
  from wearer w, first where w.pseudonym = $1::uuid`;
const KNOWN_MIN = `
  select max(worn_min)::float8 as "knownMin" from day_summary d join wearer w on w.id = d.wearer_id
  where w.pseudonym = $1::uuid and d.date = (now() at time zone $2)::date`;

let server: TestServer;
let api: TestApi;
let demo: Demo;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server, { demo: true });
  demo = await api.get<Demo>('/v1/demo');
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

async function goOnAs(key: string): Promise<TestPerson> {
  const person = demo.people.find((each) => each.key === key)!.person;
  const response = await new TestPerson(api.url).ask('POST', '/v1/demo/session', { person });
  expect(response.status).toBe(204);
  return new TestPerson(api.url, { cookie: response.headers.get('set-cookie')!.split(';')[0]! });
}

interface Filling {
  readonly isStopped?: boolean;
  readonly simulate?: Simulate;
  readonly atMost?: number;
  /** Those that were begun are added. */
  readonly dates: string[];
}

async function filled({ isStopped, simulate = simulateStart, atMost = 1, dates }: Filling): Promise<Filled> {
  const { workerUrl } = await prepareDatabase(api.databaseUrl);
  const { beganUs } = await prepareDemo(api.databaseUrl);
  const database = new Database(workerUrl);
  const story = async ({ date, key }: { date: string; key: string }) => void dates.push(`${key} ${date}`);
  const nowUs = () => Date.now() * 1000;
  const felt = async () => undefined;
  const seeder = new Seeder({ database, timeZone: TIME_ZONE, simulate, nowUs, atMost, story, felt });
  if (isStopped) seeder.stop();
  try {
    return await seeder.run(beganUs);
  } finally {
    await database.close();
  }
}

describe('a demonstration', () => {
  test('names its people, and who is at the machine is the first of them', async () => {
    expect(demo).toMatchObject({ on: true, daysStored: 0 });
    expect(demo.daysPlanned).toBeGreaterThan(120);
    expect(demo.people.map(({ key }) => key)).toEqual([
      ...['seated', 'turning', 'hybrid', 'therapist', 'researcher', 'operator'],
    ]);
    const me = await api.get<Me>('/v1/session');
    expect(me).toMatchObject({ name: demo.people[0]!.name, via: 'local' });
  });

  test('lets one go on as somebody else, who sees what that person may, and come back', async () => {
    const therapist = await goOnAs('therapist');
    expect(await therapist.me()).toMatchObject({ roles: ['therapist'], via: 'session' });
    const wearers = await therapist.json<VisibleWearer[]>('GET', '/v1/wearers');
    expect(wearers.map(({ name, scopes }) => [name, scopes.length])).toEqual([
      ['Ada Lindqvist', 5],
      ['Bruno Keller', 2],
    ]);
    const researcher = await goOnAs('researcher');
    const [study] = await researcher.json<Study[]>('GET', '/v1/studies');
    expect(study).toMatchObject({ name: 'Office backs', member: true });
    const participants = JSON.stringify(
      await researcher.json('GET', `/v1/studies/${study!.id}/participants`),
    );
    expect(participants).toMatch(/P204117.*P630952/);
    expect(participants).not.toMatch(/Ada|Chiara/);
    await therapist.json('DELETE', '/v1/session');
    expect(await therapist.me()).toMatchObject({ via: 'local' });
  });

  test('fills in a day with all that was said of it, once', async () => {
    const ofAda = [demo.people[0]!.wearer, TIME_ZONE];
    await api.rows(FIRST_SECONDS, ofAda);
    const dates: string[] = [];
    const fill = (isStopped = false): Promise<Filled> => filled({ isStopped, dates });
    const { days, left } = await fill(true);
    expect(days).toBe(0);
    // Today of everybody, and the day before of the first.
    for (let i = 1; i <= 4; i++) expect(await fill()).toEqual({ days: 1, left: left - i });
    const live = await TestDashboard.join(api.url);
    // Told by another process: whoever follows sees it all the same.
    await live.until(
      (m) => ('day' in m ? m.day.bouts : 'bouts' in m ? (m.bouts?.bouts ?? []) : []).length > 0,
    );
    await live.close();
    expect(new Set(dates).size).toBe(4);
    const [rows] = await api.rows<Record<string, number>>(`select
      (select count(*)::int from stream where ended_at is not null) as streams,
      (select count(distinct wearer_id)::int from posture_1s) as seconds,
      (select count(distinct wearer_id)::int from bout) as bouts, (select count(*)::int from recompute) as again`);
    expect(rows).toEqual({ streams: 4, seconds: 3, bouts: 3, again: 0 });
    expect((await api.get<Demo>('/v1/demo')).daysStored).toBe(4);
    const knownMin = async () => (await api.rows<{ knownMin: number }>(KNOWN_MIN, ofAda))[0]!.knownMin;
    await expect.poll(knownMin, { timeout: 20_000 }).toBeGreaterThan(0);
  });
});

describe('who has everything of them deleted', () => {
  const EVERYTHING = { kind: 'person', confirm: 'delete everything' };

  test('is not named any more, and whoever is at the machine is somebody who is there, also when it was they', async () => {
    const ada = await goOnAs('seated');
    expect(await ada.me()).toMatchObject({ via: 'session', name: 'Ada Lindqvist' });
    await ada.json('POST', '/v1/deletions', EVERYTHING);
    const left = await api.get<Demo>('/v1/demo');
    expect(left.people.map(({ key }) => key)).toEqual(demo.people.slice(1).map(({ key }) => key));
    expect(left.daysPlanned).toBeLessThan(demo.daysPlanned);
    const atTheMachine = new TestPerson(api.url);
    expect(await atTheMachine.me()).toMatchObject({ via: 'local', name: left.people[0]!.name });
    const note = { kind: 'note', atUs: Date.now() * 1000, text: 'still here' };
    expect((await atTheMachine.ask('POST', '/v1/notes', note)).status).toBe(201);
  });

  test('gets no more days, not even the one that is being simulated, and the others do', async () => {
    const bruno = await goOnAs('turning');
    let isThere = true;
    const simulate: Simulate = async (day, stream) => {
      if (isThere) await bruno.json('POST', '/v1/deletions', EVERYTHING);
      isThere = false;
      return simulateStart(day, stream);
    };
    const dates: string[] = [];
    const { days } = await filled({ simulate, atMost: 4, dates });
    expect(days).toBeGreaterThan(0);
    expect(dates).toHaveLength(days);
    expect(dates.filter((date) => !date.startsWith('hybrid'))).toEqual([]);
  });
});

describe('where data are real', () => {
  test('nobody goes on as anybody', async () => {
    const real = await TestApi.start(server);
    expect(await real.get('/v1/demo')).toMatchObject({ on: false, people: [] });
    const person = demo.people[0]!.person;
    const { status } = await new TestPerson(real.url).ask('POST', '/v1/demo/session', { person });
    expect(status).toBe(404);
    const secret = 'pls_of_a_time_with_accounts';
    await real.rows(
      `with other as (insert into person (tenant_id, name, roles) values (1, 'other', '{wearer}') returning id)
       insert into browser_session (secret_sha256, person_id, expires_at) select sha256($1::bytea), id, now() + interval '1 d' from other`,
      [secret],
    );
    const cookie = `plumbline=${secret}`;
    expect(await new TestPerson(real.url, { cookie }).me()).toMatchObject({ name: 'Me', via: 'local' });
    await real.rows('delete from browser_session; delete from person where name <> $$Me$$');
    await real.rows("insert into account (person_id, login, password_hash) select id, 'a', 'b' from person");
    await expect(prepareDemo(real.databaseUrl)).rejects.toThrow('not of a demonstration');
    await real.stop();
  });
});
