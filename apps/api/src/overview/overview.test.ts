import { type AuditEntry, type OverviewEntry, overviewEntrySchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TIME_ZONE } from '../testing/test-api.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

let server: TestServer;
let people: TestPeople;
let therapist: TestPerson;
let therapistId: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  therapist = await people.add('therapist', 'therapist');
  therapistId = (await therapist.me()).person;
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** Four weeks that count, sitting half of the time, and from a day on another share. */
async function fill(pseudonym: string, until: number, later: number, zone = TIME_ZONE): Promise<void> {
  await people.api.rows(`insert into algorithm (name) values ('test@1') on conflict do nothing`);
  await people.api.rows(
    `insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, valid, worn_min, measures, trend)
      select w.id, (now() at time zone $4)::date - n, (select id from algorithm where name = 'test@1'), w.tenant_id, $4, now(), now(), true, true, 480, '[]',
        jsonb_build_object('sitting_share', jsonb_build_array(case when n < 14 then $3::float8 else 0.5 end + 0.01 * (n % 3), 0.5))
      from wearer w, generate_series($2::int, 27) n where w.pseudonym = $1`,
    [pseudonym, until, later, zone],
  );
}

async function wearer(name: string, until: number, later: number, scopes = ['summary']): Promise<TestPerson> {
  const person = await people.add(name, 'wearer');
  await fill((await person.me()).wearer!, until, later);
  await person.consent(therapistId, scopes as ['summary']);
  return person;
}

const overview = async (): Promise<OverviewEntry[]> =>
  z.array(overviewEntrySchema).parse(await therapist.json('GET', '/v1/overview'));

describe('the overview', () => {
  test('puts those with something to look at first, and says what', async () => {
    expect(await overview()).toEqual([]);
    await wearer('steady', 0, 0.5);
    await wearer('silent', 10, 0.5);
    const worse = await wearer('worse', 0, 0.8, ['summary', 'diary']);
    await worse.json('POST', '/v1/notes', {
      kind: 'response_24h',
      atUs: Date.now() * 1000 - 3600e6,
      text: 'worse',
    });
    const list = await overview();
    expect(list.map(({ name }) => name)).toEqual(['worse', 'silent', 'steady']);
    const [first, second, third] = list;
    expect(first).toMatchObject({
      response24h: 'worse',
      sittingShare: { direction: 'more' },
      validDays: 28,
      wornMin: 480,
    });
    expect(first!.attention).toEqual([
      'Felt worse the day after.',
      expect.stringMatching(/^Sits more/),
      'The consent ends soon.',
    ]);
    expect(first!.attentionCodes).toEqual(['worse_after', 'sits_more', 'consent_ends']);
    expect(second!.attention[0]).toMatch(/^No data since 20/);
    expect(third).toMatchObject({ sittingShare: { direction: 'same', change: expect.closeTo(0, 1) } });
  });

  test('counts days by the clock of each wearer, wherever the reader is', async () => {
    // The dates of these two are never the same.
    for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      for (const last of [3, 4]) {
        const person = await people.add(`${zone} ${last}`, 'wearer');
        const pseudonym = (await person.me()).wearer!;
        await people.api.rows(
          `insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
            select gen_random_uuid(), tenant_id, id, now(), $2 from wearer where pseudonym = $1`,
          [pseudonym, zone],
        );
        await fill(pseudonym, last, 0.5, zone);
        await person.consent(therapistId, ['summary']);
        const entry = (await overview()).find(({ wearer: id }) => id === pseudonym)!;
        expect(entry).toMatchObject({ timeZone: zone, daysWithData: 28 - last });
        expect(entry.attentionCodes.includes('silent')).toBe(last === 4);
      }
    }
  });

  test('is a look that each of them finds in the access log, once for as often as the page asks', async () => {
    const felt = await wearer('felt', 0, 0.5, ['summary', 'diary']);
    const hidden = await wearer('hidden', 0, 0.5, ['live']);
    for (let asked = 0; asked < 2; asked++) await overview();
    const looks = async (person: TestPerson): Promise<unknown[]> =>
      (await person.json<AuditEntry[]>('GET', '/v1/audit?about=me')).map(({ actor, action, scope }) => ({
        ...{ actor, action, scope },
      }));
    const look = { actor: 'therapist', action: 'GET /v1/overview' };
    const told = await looks(felt);
    expect(told).toHaveLength(2);
    for (const scope of ['summary', 'diary']) expect(told).toContainEqual({ ...look, scope });
    expect(await looks(hidden)).toEqual([]);
    await people.api.rows("update audit_log set at = at - interval '11 minutes'");
    await overview();
    expect(await looks(felt)).toHaveLength(4);
  });

  test('forgets whoever withdraws, and tells nothing of days that a consent does not open', async () => {
    const person = await wearer('shy', 0, 0.5, ['live']);
    expect((await overview()).find(({ name }) => name === 'shy')).toMatchObject({
      ...{
        daysWithData: 0,
        lastDate: null,
        attention: ['The consent does not open summaries.'],
        attentionCodes: ['no_summary'],
      },
    });
    const [consent] = await person.json<{ id: string }[]>('GET', '/v1/consents');
    await person.json('DELETE', `/v1/consents/${consent!.id}`);
    expect((await overview()).map(({ name }) => name)).not.toContain('shy');
  });
});
