import { type Plan, planSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let therapist: TestPerson;
let therapistId: string;
let of: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  const id = (await wearer.me()).wearer!;
  of = `wearer=${id}`;
  therapist = await people.add('therapist', 'therapist');
  therapistId = (await therapist.me()).person;
  await storeYesterday(id);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** Half an hour of walking, and breaks of one, three and ten minutes; one of the day before. */
async function storeYesterday(pseudonym: string): Promise<void> {
  await people.api.rows(`insert into algorithm (name) values ('test@1') on conflict do nothing`);
  await people.api.rows(
    `insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, valid, worn_min, walking_min, measures)
      select w.id, current_date - 1, (select id from algorithm where name = 'test@1'), w.tenant_id, 'UTC', current_date - 1, current_date, true, true, 480, 30, '[]'
      from wearer w where w.pseudonym = $1`,
    [pseudonym],
  );
  await people.api.rows(
    `insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
      select gen_random_uuid(), tenant_id, id, current_date - 1, 'UTC' from wearer where pseudonym = $1`,
    [pseudonym],
  );
  await people.api.rows(
    `insert into break_credit select s.wearer_id, b.at, s.id, s.tenant_id, b.at + b.minutes * interval '1 min', 0, true, true,
        null, null, null, 1, (select id from algorithm where name = 'test@1'), false
      from wear_session s join wearer w on w.id = s.wearer_id,
        (values (current_date - interval '14 h', 1), (current_date - interval '13 h', 3), (current_date - interval '12 h', 10),
          (current_date - interval '25 h', 5)) b (at, minutes)
      where w.pseudonym = $1`,
    [pseudonym],
  );
}

const agreedOn = (at: string): Promise<unknown> => people.api.rows(`update plan set created_at = ${at}`);

const plan = async (who: TestPerson, query = of): Promise<Plan> =>
  planSchema.parse(await who.json('GET', `/v1/plan?${query}`));

describe('a plan', () => {
  test('is as delivered until somebody agrees on another, and counts the breaks that are long enough', async () => {
    const told = await plan(wearer, 'weeks=4');
    expect(told).toMatchObject({
      settings: {
        breakMin: { least: 2, most: 4 },
        breaksPerDay: { least: 2, most: 5 },
        movingMin: { least: 10, most: 20 },
        movingDaysPerWeek: 5,
        favoured: null,
      },
      ...{ changedUs: null, own: false, reason: null },
    });
    expect(told.days).toMatchObject([{ valid: true, breaks: 2, breakMin: 13, movingMin: 30 }]);
  });

  test('tells nothing of breaks that the consent does not open, and says so', async () => {
    await wearer.consent(therapistId, ['summary']);
    const told = await plan(therapist);
    expect(told.days).toMatchObject([{ breaks: null, breakMin: null, movingMin: 30 }]);
    expect(told.reason).toMatch(/detail/);
  });

  test('is changed by whoever the diary is open to; the wearer sees it', async () => {
    const settings = { breakMin: { least: 5, most: 10 }, favoured: { side: 'left', ratio: 2 } };
    expect((await therapist.ask('PUT', `/v1/plan?${of}`, settings)).status).toBe(404);
    await wearer.consent(therapistId, ['summary', 'detail', 'diary']);
    await therapist.json('PUT', `/v1/plan?${of}`, settings);
    expect(await plan(therapist)).toMatchObject({ own: true, settings });
    expect(await plan(wearer, 'weeks=4')).toMatchObject({
      own: false,
      settings: { ...settings, movingDaysPerWeek: 5 },
    });
  });

  test('leaves the days before it beside what held on them, and counts their breaks by it', async () => {
    const [delivered, now] = (await plan(wearer, 'weeks=4')).agreed;
    expect(delivered).toMatchObject({ settings: { breakMin: { least: 2 }, favoured: null } });
    expect(now).toMatchObject({ settings: { breakMin: { least: 5 }, favoured: { side: 'left' } } });
    expect((await plan(wearer, 'weeks=4')).days).toMatchObject([{ breaks: 2, breakMin: 13 }]);
    await agreedOn(`current_timestamp - interval '1 day'`);
    expect((await plan(wearer, 'weeks=4')).days).toMatchObject([{ breaks: 1, breakMin: 10 }]);
  });

  test('of before the weeks that are asked for holds from their first day on; of one day the last holds', async () => {
    await agreedOn(`current_timestamp - interval '40 days'`);
    const early = await plan(wearer, 'weeks=4');
    expect(early.agreed).toMatchObject([{ fromDate: early.fromDate, settings: { breakMin: { least: 5 } } }]);
    await wearer.json('PUT', '/v1/plan', { breakMin: { least: 7, most: 7 } });
    await wearer.json('PUT', '/v1/plan', { breakMin: { least: 1, most: 7 } });
    const { agreed, toDate } = await plan(wearer, 'weeks=4');
    expect(agreed.map(({ fromDate, settings }) => [fromDate, settings.breakMin.least])).toEqual([
      [early.fromDate, 5],
      [toDate, 1],
    ]);
  });

  test('refuses what makes no sense, by its field', async () => {
    const misspelt = await wearer.ask('PUT', '/v1/plan', { breaksperday: { least: 1, most: 2 } });
    expect(misspelt.status).toBe(400);
    expect(await misspelt.json()).toMatchObject({ remedy: 'Leave out, or spell otherwise: breaksperday.' });
    const answer = await wearer.ask('PUT', '/v1/plan', { breaksPerDay: { least: 5, most: 2 } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ field: expect.stringContaining('breaksPerDay') });
  });
});
