import type { Study, VisibleWearer } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let researcher: TestPerson;
let study: Study;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  researcher = await people.add('researcher', 'researcher');
  const members = [(await researcher.me()).person];
  study = await people.first.json('POST', '/v1/studies', {
    name: 'Sitting',
    purpose: 'how people sit',
    members,
  });
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

const join = (person: TestPerson): Promise<{ id: string }> =>
  person.json('POST', '/v1/consents', {
    grantee: { kind: 'study', id: study.id },
    purpose: study.purpose,
    scopes: ['summary', 'detail'],
    untilUs: Date.now() * 1000 + 86_400e6,
  });
const seen = (): Promise<VisibleWearer[]> => researcher.json('GET', '/v1/wearers');

describe('a study', () => {
  test('knows those who consented, by pseudonym and not by name, until they withdraw', async () => {
    const { wearer: id } = await wearer.me();
    expect(await seen()).toEqual([]);
    const consent = await join(wearer);
    expect(await seen()).toMatchObject([
      { id, name: expect.stringMatching(/^P\d{6}$/), scopes: ['summary', 'detail'] },
    ]);
    expect((await researcher.ask('GET', `/v1/today?wearer=${id}`)).status).toBe(200);
    const text = JSON.stringify([
      await seen(),
      await researcher.json('GET', '/v1/consents'),
      await researcher.json('GET', '/v1/studies'),
    ]);
    expect(text).not.toMatch(/"wearer"\s*,|name":"wearer/);
    await wearer.json('DELETE', `/v1/consents/${consent.id}`);
    expect(await seen()).toEqual([]);
    expect((await researcher.ask('GET', `/v1/today?wearer=${id}`)).status).toBe(404);
    await join(wearer);
    expect(await seen()).toHaveLength(1);
  });

  test('moves dates by whole weeks, which only it knows', async () => {
    const rows = await people.api.rows<{ days: number }>('select date_shift_days as days from participant');
    expect(rows).toHaveLength(1);
    expect(Math.abs(rows[0]!.days % 7)).toBe(0);
    expect(rows[0]!.days).toBeLessThan(0);
  });

  test('is worked on by researchers, and sees nothing when it is closed', async () => {
    const members = [(await wearer.me()).person];
    const wrong = await people.first.ask('POST', '/v1/studies', { name: 'x', purpose: 'x', members });
    expect(wrong.status).toBe(400);
    expect(await researcher.json('GET', '/v1/studies')).toEqual([
      { ...study, member: true, participants: 1 },
    ]);
    await people.first.json('PATCH', `/v1/studies/${study.id}`, { closed: true });
    expect(await seen()).toEqual([]);
    await expect(join(wearer)).rejects.toThrow('400');
  });
});
