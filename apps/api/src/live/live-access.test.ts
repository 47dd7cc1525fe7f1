import { LIVE_PROTOCOL, type RecoveryCode, type Scope } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const LIVE: readonly Scope[] = ['live'];

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let wearerId: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  wearerId = (await wearer.me()).wearer!;
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** Looks that come again and again never come: what ends then is told at once. */
async function startWithoutLooks(): Promise<TestPeople> {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    return await TestPeople.start(server);
  } finally {
    vi.useRealTimers();
  }
}

async function follow(person: TestPerson): Promise<TestDashboard> {
  const dashboard = await TestDashboard.open(people.api.url, person.headers);
  dashboard.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: wearerId });
  await dashboard.until(({ type }) => type === 'state');
  return dashboard;
}

interface Follower {
  readonly person: TestPerson;
  readonly id: string;
  readonly consent: string;
}

async function therapist(name: string): Promise<Follower> {
  const person = await people.add(name, 'therapist');
  const id = (await person.me()).person;
  return { person, id, consent: await wearer.consent(id, LIVE) };
}

/** Lets somebody in by one way and shuts it; returns whose open page it was. */
const WAYS: Readonly<Record<string, () => Promise<{ open: TestDashboard; shut: () => Promise<unknown> }>>> = {
  'the wearer withdraws the consent': async () => {
    const { person, consent } = await therapist('withdrawn');
    const shut = (): Promise<unknown> => wearer.json('DELETE', `/v1/consents/${consent}`);
    return { open: await follow(person), shut };
  },
  'the consent runs out': async () => {
    const { person, consent } = await therapist('expired');
    const sql = "update consent set valid_from = now() - interval '1 d', valid_until = now() where id = $1";
    return { open: await follow(person), shut: () => people.api.rows(sql, [consent]) };
  },
  'an operator switches the access off': async () => {
    const { person, id } = await therapist('off');
    const shut = (): Promise<unknown> => people.first.json('PATCH', `/v1/people/${id}`, { disabled: true });
    return { open: await follow(person), shut };
  },
  'somebody signs out': async () => {
    const { person } = await therapist('leaving');
    return { open: await follow(person), shut: () => person.json('DELETE', '/v1/session') };
  },
  'the password is changed elsewhere': async () => {
    const { person } = await therapist('changing');
    const elsewhere = await people.anonymous().signIn('changing');
    const body = { current: 'correct horse battery staple', next: 'another long password' };
    return { open: await follow(person), shut: () => elsewhere.json('PUT', '/v1/account/password', body) };
  },
  'the password is replaced with a recovery code': async () => {
    const { person, id } = await therapist('recovering');
    const { code } = await people.first.json<RecoveryCode>('POST', `/v1/people/${id}/recovery-codes`);
    const body = { code, next: 'another long password' };
    return {
      open: await follow(person),
      shut: () => people.anonymous().json('POST', '/v1/account/recovery', body),
    };
  },
  'the one who looks deletes everything of theirs': async () => {
    const { person } = await therapist('going');
    const body = { kind: 'person', confirm: 'delete everything' };
    return { open: await follow(person), shut: () => person.json('POST', '/v1/deletions', body) };
  },
  'the token is revoked': async () => {
    const { person } = await therapist('by-token');
    const { id, secret } = await person.token('personal', LIVE);
    return {
      open: await follow(people.bearer(secret)),
      shut: () => person.json('DELETE', `/v1/tokens/${id}`),
    };
  },
};

describe('an open page of somebody else', () => {
  test.each(Object.keys(WAYS))('is told so and ends when %s', async (way) => {
    const own = await follow(wearer);
    const { open, shut } = await WAYS[way]!();
    await shut();
    const told = await open.until(({ type }) => type === 'error');
    expect(told).toMatchObject({ reason: expect.stringContaining('not see this any more') });
    await open.closed();
    expect(open.messages.at(-1)).toBe(told);
    expect(own.messages.every(({ type }) => type !== 'error')).toBe(true);
    await own.close();
  });
});

describe('an open page, without waiting for the next look', () => {
  test('ends when the way in is shut by somebody who asks this server', async () => {
    const looked = people;
    people = await startWithoutLooks();
    const lookedBy = [wearer, wearerId] as const;
    wearer = await people.add('wearer', 'wearer');
    wearerId = (await wearer.me()).wearer!;
    for (const way of Object.keys(WAYS).filter((one) => one !== 'the consent runs out')) {
      const { open, shut } = await WAYS[way]!();
      await shut();
      expect([way, (await open.until(({ type }) => type === 'error')).type]).toEqual([way, 'error']);
    }
    await people.stop();
    people = looked;
    [wearer, wearerId] = lookedBy;
  });
});
