import type { Label, Note, NudgeLog, NudgeSettings } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { derivedRows } from '../testing/derived-rows.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = Date.parse('2026-03-10T09:00:00Z') * 1000;
const SECONDS = 300;
const WAIT = { timeout: 120_000, interval: 200 };
const ALL = `fromUs=${START_US}&untilUs=${START_US + 86_400e6}`;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let therapist: TestPerson;
let wearerId: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  wearerId = (await wearer.me()).wearer!;
  therapist = await people.add('therapist', 'therapist');
  await wearer.consent((await therapist.me()).person, ['diary']);
  await store();
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function store(): Promise<void> {
  const gateway = await wearer.gateway();
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US, counts: simulatedCounts(SECONDS) };
  const frames = streamFrames(id, options, SECONDS * RATE_HZ, 100);
  await gateway.store(id, frames);
  await gateway.close();
}

/** One stream of one session, sent piece by piece. */
class RunningSession {
  readonly #id = crypto.randomUUID();
  readonly #gateway: TestGateway;
  readonly #frames: Uint8Array[];

  private constructor(gateway: TestGateway, sessionId: string) {
    this.#gateway = gateway;
    const options = { sessionId, startUs: START_US, counts: simulatedCounts(SECONDS) };
    this.#frames = streamFrames(this.#id, options, SECONDS * RATE_HZ, RATE_HZ);
    gateway.send(this.#frames[0]!);
  }

  static async open(secret: string, sessionId: string): Promise<RunningSession> {
    const gateway = await TestGateway.open(people.api.url, { authorization: `Bearer ${secret}` });
    gateway.hello();
    await gateway.until((reply) => reply.type === 'welcome');
    return new RunningSession(gateway, sessionId);
  }

  async send(fromS: number, untilS: number): Promise<void> {
    this.#gateway.send(...this.#frames.slice(fromS + 1, untilS + 1));
    await this.#gateway.acknowledgedUpTo(this.#id, untilS + 1);
  }

  async end(): Promise<void> {
    this.#gateway.send(this.#frames.at(-1)!);
    await this.#gateway.acknowledgedUpTo(this.#id, this.#frames.length);
    await this.#gateway.close();
  }

  async stateAt(second: number): Promise<number | undefined> {
    const at = `to_timestamp(${START_US / 1e6 + second})`;
    const rows = await people.api.rows<{ state: number }>(
      `select state from posture_1s where time = ${at} and session_id = (select session_id from stream where uuid = $1)`,
      [this.#id],
    );
    return rows[0]?.state;
  }

  rows(): Promise<unknown> {
    return derivedRows(people.api.databaseUrl, this.#id);
  }
}

/** States of the labelled stretch and of everything, as stored. */
async function states(): Promise<{ inside: string; all: string }> {
  const [row] = await people.api.rows<{ inside: string; all: string }>(
    `select string_agg(distinct state::text, ',') filter (where time >= '2026-03-10 09:01Z' and time < '2026-03-10 09:02Z') as inside,
      string_agg(state::text, '' order by time) as all from posture_1s`,
  );
  return row!;
}

describe('a correction', () => {
  test('is analysed with the samples, and taken back leaves no trace', async () => {
    const before = await states();
    const span = { fromUs: START_US + 60e6, untilUs: START_US + 120e6 };
    const label = await wearer.json<Label>('POST', '/v1/labels', { ...span, state: 'lying' });
    expect(label).toMatchObject({ ...span, state: 'lying', own: true, withdrawnUs: null, waiting: true });
    await expect.poll(async () => (await states()).inside, WAIT).toBe('4');
    const listed = await wearer.json<Label[]>('GET', `/v1/labels?${ALL}`);
    expect(listed).toEqual([{ ...label, waiting: false }]);
    const undone = await wearer.json<Label>('DELETE', `/v1/labels/${label.id}`);
    expect(undone.withdrawnUs).toEqual(expect.any(Number));
    await expect.poll(states, WAIT).toEqual(before);
    expect((await wearer.ask('DELETE', `/v1/labels/${label.id}`)).status).toBe(404);
  });

  test('is of time that is over, and begins before it ends', async () => {
    const say = async (body: object): Promise<unknown> => {
      const response = await wearer.ask('POST', '/v1/labels', { state: 'sitting', ...body });
      return [response.status, ((await response.json()) as { field: string }).field];
    };
    const nowUs = Date.now() * 1000;
    expect(await say({ fromUs: nowUs, untilUs: nowUs + 60e6 })).toEqual([400, 'untilUs']);
    expect(await say({ fromUs: nowUs, untilUs: nowUs })).toEqual([400, 'untilUs']);
    expect(await say({ fromUs: 1, untilUs: 2, state: 'dancing' })).toEqual([400, 'state']);
  });
});

describe('a correction while samples keep coming', () => {
  test('shows within seconds, and the session goes on as if it had been known from the start', async () => {
    const running = await people.add('running', 'wearer');
    const { secret } = await running.token('gateway');
    const live = await RunningSession.open(secret, crypto.randomUUID());
    await live.send(0, 200);
    const label = { fromUs: START_US + 60e6, untilUs: START_US + 120e6, state: 'lying' };
    const { id } = await running.json<Label>('POST', '/v1/labels', label);
    let sent = 200;
    for (; sent < SECONDS && (await live.stateAt(90)) !== 4; sent++) await live.send(sent, sent + 1);
    expect(await live.stateAt(90)).toBe(4);
    await live.send(sent, SECONDS);
    await live.end();
    const corrected = await live.rows();
    await running.json('DELETE', `/v1/labels/${id}`);
    await expect.poll(() => live.stateAt(90), WAIT).not.toBe(4);
    const again = await RunningSession.open(secret, crypto.randomUUID());
    await running.json('POST', '/v1/labels', label);
    await again.send(0, SECONDS);
    await again.end();
    await expect.poll(() => again.rows(), WAIT).toEqual(corrected);
  });
});

describe('the diary', () => {
  test('holds notes, answers and ratings, each changed by its author alone', async () => {
    const add = (person: TestPerson, body: object): Promise<Note> =>
      person.json('POST', `/v1/notes?wearer=${wearerId}`, { atUs: START_US, ...body });
    const own = await add(wearer, { kind: 'note', text: 'new chair' });
    await add(wearer, { kind: 'response_24h', text: 'better' });
    await add(wearer, { kind: 'discomfort', value: 3.5 });
    await add(therapist, { kind: 'note', text: 'seen' });
    const list = await wearer.json<Note[]>('GET', `/v1/notes?${ALL}`);
    expect(list.map(({ kind, text, value, own }) => [kind, text, value, own]).sort()).toEqual([
      ['discomfort', '', 3.5, true],
      ['note', 'new chair', null, true],
      ['note', 'seen', null, false],
      ['response_24h', 'better', null, true],
    ]);
    const theirs = `/v1/notes/${own.id}?wearer=${wearerId}`;
    expect((await therapist.ask('PATCH', theirs, { text: 'mine' })).status).toBe(404);
    expect((await therapist.ask('DELETE', theirs)).status).toBe(404);
    expect(await wearer.json('PATCH', theirs, { text: 'newer chair' })).toMatchObject({
      text: 'newer chair',
    });
    await wearer.json('DELETE', theirs);
    expect(await wearer.json<Note[]>('GET', `/v1/notes?${ALL}`)).toHaveLength(3);
    expect((await wearer.ask('POST', '/v1/notes', { kind: 'discomfort', atUs: 1, value: 11 })).status).toBe(
      400,
    );
  });
});

describe('suggestions', () => {
  test('follow what the wearer set, and the log says why', async () => {
    const settings = await wearer.json<NudgeSettings>('GET', '/v1/nudges/settings');
    expect(settings).toMatchObject({ limitS: 2700, dailyCap: 5 });
    const set = { ...settings, limitS: 1800, quietHours: [{ fromMin: 600, toMin: 660 }] };
    expect(await wearer.json('PUT', '/v1/nudges/settings', set)).toEqual(set);
    expect(await wearer.json('GET', '/v1/nudges/settings')).toEqual(set);
    const quiet = await wearer.json<NudgeLog>('GET', '/v1/nudges/2026-03-10');
    expect(quiet.log).toMatchObject([{ nudge: false, reason: 'quiet_hours', limitS: 1800 }]);
    await wearer.json('PUT', '/v1/nudges/settings', { limitS: 1800 });
    const log = await wearer.json<NudgeLog>('GET', '/v1/nudges/2026-03-10');
    expect(log).toMatchObject({ suggestions: 0, reason: null });
    expect(log.log[0]).toMatchObject({ nudge: false, reason: 'not_sitting' });
    const response = await wearer.ask('PUT', '/v1/nudges/settings', { limitS: 1 });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ field: 'limitS' }),
    ]);
  });

  test('keep to a pause that was asked for the day before', async () => {
    const untilUs = Date.parse('2026-03-12T00:00:00Z') * 1000;
    await wearer.json('POST', '/v1/nudges/events', { kind: 'pause', untilUs });
    await people.api.rows(`update nudge_event set at = '2026-03-09T20:00:00Z'`);
    const log = await wearer.json<NudgeLog>('GET', '/v1/nudges/2026-03-10');
    expect(log.log.map(({ reason }) => reason)).toEqual(['paused']);
    await people.api.rows('delete from nudge_event');
  });

  test('hear what the wearer wants now', async () => {
    for (const wish of [
      { kind: 'snooze', minutes: 10 },
      { kind: 'pause', untilUs: null },
      { kind: 'stop_today' },
    ]) {
      await wearer.json('POST', '/v1/nudges/events', wish);
    }
    const heard = await people.api.rows<{ kind: string }>(
      `select event ->> 'kind' as kind from nudge_event order by at`,
    );
    expect(heard.map(({ kind }) => kind)).toEqual(['snooze', 'pause', 'stop_today']);
    expect((await wearer.ask('POST', '/v1/nudges/events', { kind: 'snooze' })).status).toBe(400);
  });
});
