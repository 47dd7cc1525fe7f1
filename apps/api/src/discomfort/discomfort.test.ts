import { type AuditEntry, type Discomfort, discomfortSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const DAYS = 8;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let therapist: TestPerson;
let therapistId: string;
let pseudonym: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  pseudonym = (await wearer.me()).wearer!;
  therapist = await people.add('therapist', 'therapist');
  therapistId = (await therapist.me()).person;
  await people.api.rows(`insert into algorithm (name) values ('test@1') on conflict do nothing`);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function session(): Promise<void> {
  await people.api.rows(
    `insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
      select gen_random_uuid(), tenant_id, id, now() - interval '60 d', 'Asia/Tokyo' from wearer where pseudonym = $1`,
    [pseudonym],
  );
}

/** Rows of the newest session: half an hour that ends so long before a moment. */
async function load(atMs: number, creep: number, endedHoursBefore = 0): Promise<void> {
  await people.api.rows(
    `insert into load_10s (wearer_id, session_id, tenant_id, time, holding_s, band, creep, shifts_15min, fidgets_15min,
        posture, budget_share, provisional, algorithm)
      select s.wearer_id, s.id, s.tenant_id, t, 0, 'neutral', $3, null, null, 1, null, false,
        (select id from algorithm where name = 'test@1')
      from (select * from wear_session order by id desc limit 1) s, generate_series(
        to_timestamp($1::float8 / 1000) - $2 * interval '1 h' - interval '30 min' + interval '10 s',
        to_timestamp($1::float8 / 1000) - $2 * interval '1 h', interval '10 s') t`,
    [atMs, endedHoursBefore, creep],
  );
}

const rate = (atMs: number, value: number): Promise<unknown> =>
  wearer.json('POST', '/v1/notes', { kind: 'discomfort', atUs: atMs * 1000, value });

const compared = async (who: TestPerson): Promise<Discomfort> =>
  discomfortSchema.parse(await who.json('GET', `/v1/discomfort?wearer=${pseudonym}`));
const status = async (who: TestPerson): Promise<number> =>
  (await who.ask('GET', `/v1/discomfort?wearer=${pseudonym}`)).status;

/** Of yesterday, UTC. */
const noon = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
/** The day before by UTC; in Tokyo yesterday has begun. */
const first = noon - 21 * HOUR_MS;

describe('discomfort against the load before it', () => {
  test('says how many ratings there are while they are few', async () => {
    await session();
    await rate(first, 3);
    const told = await compared(wearer);
    expect(told).toMatchObject({ ratings: 1, needed: { ratings: 10, days: 5 }, reason: null });
    expect(told.parts).toMatchObject([
      { part: 'holding', ratings: 0, days: 0, rho: null, reason: 'few_ratings' },
      { part: 'creep', ratings: 0, reason: 'few_ratings' },
      { part: 'movements', ratings: 0, reason: 'few_ratings' },
    ]);
  });

  test('is of the hour before each rating alone, as the newest session tells it, by days of the wearer', async () => {
    await load(first, 0.9);
    await session();
    await load(first, 0.3);
    for (let day = 1; day < DAYS; day++) {
      for (const [hours, value] of [
        [0, day % 4],
        [5, (day % 4) + 4],
      ] as const) {
        const atMs = noon - day * DAY_MS + hours * HOUR_MS;
        await rate(atMs, value);
        await load(atMs, value / 10);
        // Over the hour before it ended nothing is said.
        await load(atMs, 1 - value / 10, 1.5);
      }
    }
    const told = await compared(wearer);
    expect(told.ratings).toBe(2 * DAYS - 1);
    const [holding, creep, movements] = told.parts;
    expect(holding).toMatchObject({ ratings: 15, days: 8, rho: null, reason: 'hardly_changed' });
    expect(creep).toMatchObject({ ratings: 15, days: 8, reason: null });
    expect(creep!.rho).toBeCloseTo(1, 9);
    expect(movements).toMatchObject({ ratings: 0, reason: 'few_ratings' });
  });
});

describe('a therapist', () => {
  test('sees it where the diary and the details are open, and is told which of them is not', async () => {
    await wearer.consent(therapistId, ['summary', 'detail']);
    expect(await status(therapist)).toBe(404);
    const [{ id }] = await wearer.json<[{ id: string }]>('GET', '/v1/consents');
    await wearer.json('DELETE', `/v1/consents/${id}`);
    await wearer.consent(therapistId, ['diary']);
    const closed = await compared(therapist);
    expect(closed).toMatchObject({ ratings: 15, parts: [] });
    expect(closed.reason).toMatch(/detail/);
    await wearer.consent(therapistId, ['detail']);
    expect(await compared(therapist)).toEqual(await compared(wearer));
    const looks = await wearer.json<AuditEntry[]>('GET', '/v1/audit?about=me');
    const seen = looks.filter(({ action }) => action === 'GET /v1/discomfort').map(({ scope }) => scope);
    expect(new Set(seen)).toEqual(new Set(['diary', 'detail']));
    const own = await wearer.json<AuditEntry[]>('GET', '/v1/audit');
    expect(own.filter((look) => look.own && look.action.startsWith('GET'))).toEqual([]);
  });
});
