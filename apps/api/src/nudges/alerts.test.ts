import { type Alert, alertSchema, type NudgeSettings } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

const raisedUs = Math.floor(Date.now() / 1000) * 1e6;
const shown = { raisedUs, reason: '52 minutes without a break', channel: 'desktop' };
const list = async (person: TestPerson, query = ''): Promise<Alert[]> =>
  z
    .array(alertSchema)
    .parse(
      await person.json(
        'GET',
        `/v1/nudges/alerts?fromUs=${raisedUs - 1e6}&untilUs=${raisedUs + 1e6}${query}`,
      ),
    );

describe('a suggestion that was shown', () => {
  test('is kept once, with the answer that counted last', async () => {
    const alert = await wearer.json<Alert>('POST', '/v1/nudges/alerts', shown);
    expect(alert).toMatchObject({ ...shown, kind: 'break', answer: null, answeredUs: null });
    expect(await wearer.json('POST', '/v1/nudges/alerts', { ...shown, channel: 'page' })).toEqual(alert);
    const path = `/v1/nudges/alerts/${alert.id}`;
    await wearer.json('PATCH', path, { answer: 'later' });
    const answered = await wearer.json<Alert>('PATCH', path, { answer: 'taken' });
    expect(answered).toMatchObject({ answer: 'taken', answeredUs: expect.any(Number) });
    expect(await list(wearer)).toEqual([answered]);
  });

  test('can be seen with the summaries, and answered by the wearer alone', async () => {
    const therapist = await people.add('therapist', 'therapist');
    const { wearer: id } = await wearer.me();
    await wearer.consent((await therapist.me()).person, ['summary']);
    const [alert] = await list(therapist, `&wearer=${id}`);
    expect(alert).toMatchObject({ reason: shown.reason });
    const both = await people.add('both', 'wearer', 'therapist');
    await wearer.consent((await both.me()).person, ['summary']);
    const answer = await both.ask('PATCH', `/v1/nudges/alerts/${alert!.id}`, { answer: 'taken' });
    expect(answer.status).toBe(404);
  });

  test('was not shown tomorrow', async () => {
    const tomorrow = { ...shown, raisedUs: raisedUs + 86_400e6 };
    expect((await wearer.ask('POST', '/v1/nudges/alerts', tomorrow)).status).toBe(400);
  });
});

describe('how to be reminded', () => {
  test('keeps channel and tone beside what the policy goes by', async () => {
    const delivered = await wearer.json<NudgeSettings>('GET', '/v1/nudges/settings');
    expect(delivered).toMatchObject({ channel: 'page', tone: 'gentle' });
    const wanted = { ...delivered, channel: 'desktop', tone: 'short', dailyCap: 2 };
    await wearer.json('PUT', '/v1/nudges/settings', wanted);
    expect(await wearer.json('GET', '/v1/nudges/settings')).toEqual(wanted);
    expect((await wearer.ask('PUT', '/v1/nudges/settings', { ...wanted, channel: 'siren' })).status).toBe(
      400,
    );
  });

  test('says why there was none, for a day without data too', async () => {
    const log = await wearer.json('GET', '/v1/nudges/2026-01-05');
    expect(log).toMatchObject({ suggestions: 0, log: [], reason: expect.stringContaining('No samples') });
  });
});
