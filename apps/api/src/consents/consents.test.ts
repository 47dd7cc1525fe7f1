import { LIVE_PROTOCOL } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = 1_795_000_003_000_000;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let wearerId: string;
let therapist: TestPerson;
let therapistId: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  wearerId = (await wearer.me()).wearer!;
  therapist = await people.add('therapist', 'therapist');
  therapistId = (await therapist.me()).person;
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function gatewayOf(person: TestPerson): Promise<TestGateway> {
  const gateway = await person.gateway();
  return gateway;
}

async function follow(person: TestPerson, whom: string): Promise<TestDashboard> {
  const dashboard = await TestDashboard.open(people.api.url, person.headers);
  dashboard.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: whom });
  return dashboard;
}

/** Somebody in each study is called P000000, and the first three who come after are drawn the same. */
const COLLIDING = `
  with other as (insert into wearer (tenant_id) values (1) returning id)
    insert into participant (study_id, wearer_id, tenant_id, pseudonym) select s.id, other.id, 1, 'P000000' from study s, other;
  create sequence draws;
  create function collide() returns trigger language plpgsql security definer set search_path = plumbline as $$
    begin if nextval('draws') <= 3 then new.pseudonym := 'P000000'; end if; return new; end $$;
  create trigger collide before insert on participant for each row execute function collide()`;

describe('a consent', () => {
  test('opens what it covers at the next request, and its end closes it at the next', async () => {
    const today = async (): Promise<number> =>
      (await therapist.ask('GET', `/v1/today?wearer=${wearerId}`)).status;
    expect(await today()).toBe(404);
    const id = await wearer.consent(therapistId, ['detail']);
    expect(await today()).toBe(200);
    expect(await therapist.json('GET', '/v1/wearers')).toEqual([
      { id: wearerId, name: 'wearer', own: false, scopes: ['detail'], untilUs: expect.any(Number) },
    ]);
    await wearer.json('DELETE', `/v1/consents/${id}`);
    expect(await today()).toBe(404);
    expect(await therapist.json('GET', '/v1/wearers')).toEqual([]);
    expect((await wearer.ask('DELETE', `/v1/consents/${id}`)).status).toBe(404);
    expect(await wearer.json('GET', '/v1/consents')).toContainEqual(
      expect.objectContaining({
        id,
        grantee: { kind: 'person', id: therapistId, name: 'therapist' },
        withdrawnUs: expect.any(Number),
      }),
    );
  });

  test('withdrawn ends a live connection, and not those of others', async () => {
    const id = await wearer.consent(therapistId, ['live']);
    const gateway = await gatewayOf(wearer);
    const seen = await follow(therapist, wearerId);
    const own = await follow(wearer, 'me');
    for (const dashboard of [seen, own]) await dashboard.until(({ type }) => type === 'state');
    const stream = crypto.randomUUID();
    gateway.send(
      ...streamFrames(stream, { sessionId: crypto.randomUUID(), startUs: START_US }, 500, 10, false),
    );
    await seen.until((m) => m.type === 'update' && m.trace !== undefined);
    await wearer.json('DELETE', `/v1/consents/${id}`);
    await seen.until(({ type }) => type === 'error');
    await seen.closed();
    expect(seen.messages.at(-1)?.type).toBe('error');
    expect(own.messages.every(({ type }) => type !== 'error')).toBe(true);
    await Promise.all([own.close(), gateway.close()]);
  });

  test('to a study enrols under a pseudonym that nobody else in it bears, once', async () => {
    const [study] = await people.api.rows<{ id: number; uuid: string }>(
      "insert into study (tenant_id, name, purpose) values (1, 'backs', 'x') returning id, uuid",
    );
    await people.api.rows(COLLIDING);
    const body = { grantee: { kind: 'study', id: study!.uuid }, purpose: 'x', scopes: ['summary'] };
    for (const untilUs of [1e9, 2e9].map((us) => Date.now() * 1000 + us))
      await wearer.json('POST', '/v1/consents', { ...body, untilUs });
    const enrolled = await people.api.rows('select pseudonym from participant order by 1');
    expect(enrolled).toEqual([{ pseudonym: 'P000000' }, { pseudonym: expect.stringMatching(/^P\d{6}$/) }]);
  });

  test('is not offered for somebody whose access is off', async () => {
    const off = await people.add('off', 'therapist');
    const { person } = await off.me();
    const offered = async (): Promise<string[]> =>
      (await wearer.json<{ id: string }[]>('GET', '/v1/therapists')).map(({ id }) => id);
    expect(await offered()).toContain(person);
    await people.first.json('PATCH', `/v1/people/${person}`, { disabled: true });
    expect(await offered()).not.toContain(person);
  });

  test('is for a therapist, from before until after, and for a purpose', async () => {
    const body = {
      grantee: { kind: 'person', id: therapistId },
      purpose: 'x',
      scopes: ['summary'],
      untilUs: 1,
    };
    const ask = async (change: object): Promise<unknown> => {
      const response = await wearer.ask('POST', '/v1/consents', { ...body, ...change });
      return [response.status, ((await response.json()) as { field?: string }).field];
    };
    const untilUs = Date.now() * 1000 + 1e9;
    expect(await ask({})).toEqual([400, 'untilUs']);
    expect(await ask({ untilUs: Number.MAX_SAFE_INTEGER })).toEqual([400, 'untilUs']);
    expect(await ask({ untilUs, purpose: ' ' })).toEqual([400, 'purpose']);
    expect(await ask({ untilUs, scopes: [] })).toEqual([400, 'scopes']);
    expect(await ask({ untilUs, grantee: { kind: 'person', id: (await wearer.me()).person } })).toEqual([
      400,
      'grantee.id',
    ]);
  });
});

describe('live pictures of several wearers', () => {
  test('hold each their own samples', async () => {
    const other = await people.add('other', 'wearer');
    const [one, two] = [await gatewayOf(wearer), await gatewayOf(other)];
    const pages = [await follow(wearer, 'me'), await follow(other, 'me')] as const;
    for (const page of pages) await page.until(({ type }) => type === 'state');
    const later = START_US + 3_600e6;
    one.send(
      ...streamFrames(
        crypto.randomUUID(),
        { sessionId: crypto.randomUUID(), startUs: START_US + 100e6 },
        500,
        10,
        false,
      ),
    );
    two.send(
      ...streamFrames(
        crypto.randomUUID(),
        { sessionId: crypto.randomUUID(), startUs: later },
        500,
        10,
        false,
      ),
    );
    const timesOf = async (page: TestDashboard): Promise<number> => {
      const found = await page.until((m) => m.type === 'update' && (m.trace?.tUs.length ?? 0) > 0);
      return (found as { trace: { tUs: number[] } }).trace.tUs[0]!;
    };
    expect(await timesOf(pages[0])).toBeLessThan(later);
    expect(await timesOf(pages[1])).toBeGreaterThanOrEqual(later);
    await Promise.all([...pages, one, two].map((each) => each.close()));
  });
});
