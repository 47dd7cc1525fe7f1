import { trendsSchema } from '@plumbline/contract';
import { LOAD_ALGORITHM, POSTURE_ALGORITHM, ROTATION_ALGORITHM } from '@plumbline/core';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { SUMMARY_ALGORITHM } from './summary-algorithm.ts';

/** Five minutes before midnight in Berlin. */
const START_US = Date.parse('2026-03-10T22:55:00Z') * 1000;
const SECONDS = 600;
const WAIT = { timeout: 120_000, interval: 100 };

const counts = simulatedCounts(SECONDS);
let server: TestServer;
let api: TestApi;

interface Day {
  readonly date: string;
  readonly complete: boolean;
  readonly measures: readonly { id: string; value: number | null; algorithm: string; coverage: number }[];
  readonly algorithm: string;
  readonly computed: string;
}

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
  await store(0, SECONDS, crypto.randomUUID());
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

async function store(fromS: number, untilS: number, sessionId: string): Promise<void> {
  const id = crypto.randomUUID();
  const from = fromS * RATE_HZ;
  const options = { sessionId, startUs: START_US + fromS * 1e6, counts: (i: number) => counts(from + i) };
  const frames = streamFrames(id, options, (untilS - fromS) * RATE_HZ, 100);
  const gateway = await TestGateway.connect(api.url);
  await gateway.store(id, frames);
  await gateway.close();
}

const days = (): Promise<Day[]> =>
  api.rows(`select d.date::text, complete, measures, a.name as algorithm, computed_at::text as computed
    from day_summary d join algorithm a on a.id = d.algorithm order by date, d.algorithm`);
const waiting = async (): Promise<number> =>
  (await api.rows<{ n: number }>('select count(*)::int as n from summary_due'))[0]!.n;

const measured = (day: Day | undefined, id: string): number | null | undefined =>
  day?.measures.find((measure) => measure.id === id)?.value;

/** Minutes of the day about which something was said, be it that it is not known. */
const toldMin = (day: Day | undefined): number =>
  ['known_time', 'unknown_time', 'not_worn_time'].reduce((sum, id) => sum + measured(day, id)!, 0);

describe('summaries', () => {
  test('appear for each local day that has samples, with all measures and who said them', async () => {
    await expect.poll(waiting, WAIT).toBe(0);
    const [before, after, ...more] = await days();
    expect(more).toEqual([]);
    expect([before, after]).toMatchObject([
      { date: '2026-03-10', complete: true, algorithm: SUMMARY_ALGORITHM },
      { date: '2026-03-11', complete: true, algorithm: SUMMARY_ALGORITHM },
    ]);
    expect(toldMin(before)).toBeCloseTo(5, 6);
    expect(toldMin(after)).toBeCloseTo(5, 6);
    const ids = before!.measures.map(({ id }) => id);
    for (const id of ['sitting_time', 'rotation_asymmetry_all', 'load_creep_peak', 'load_breaks']) {
      expect(ids).toContain(id);
    }
    for (const measure of before!.measures) expect(measure.algorithm).toMatch(/@\d/);
  });

  test('of minutes add up to the seconds that are stored', async () => {
    const [minutes] = await api.rows<{
      n: number;
      observed: number;
      states: number;
      left: number;
      right: number;
    }>(
      `select count(*)::int as n, sum(observed_s)::int as observed,
        sum((select sum(s) from unnest(state_s) s))::int as states, sum(turns_left)::int as "left",
        sum(turns_right)::int as "right" from minute_summary`,
    );
    const [stored] = await api.rows<{ n: number }>('select count(*)::int as n from posture_1s');
    expect(minutes).toMatchObject({ n: 10, observed: stored!.n, states: stored!.n });
    const counted = (await days()).reduce((sum, day) => sum + measured(day, 'rotation_count_left_all')!, 0);
    expect(minutes!.left).toBe(counted);
  });

  test('are made again when more of the day comes late, and only those of that day', async () => {
    const [before] = await days();
    await store(900, 960, crypto.randomUUID());
    await expect.poll(async () => toldMin((await days())[1]), WAIT).toBeCloseTo(6, 6);
    expect((await days())[0]!.computed).toBe(before!.computed);
  });

  test('count a break across midnight on the day on which sitting resumes', async () => {
    await api.inTransaction(async (owner) => {
      await owner.rows('delete from bout using wear_session s where session_id = s.id');
      await owner.rows(
        `insert into bout (wearer_id, started_at, session_id, tenant_id, ended_at, state, open, algorithm)
        select s.wearer_id, to_timestamp($1::float8 / 1e6) + b.from_min * interval '1 minute', s.id, s.tenant_id,
          to_timestamp($1::float8 / 1e6) + b.to_min * interval '1 minute', b.state, false,
          (select max(id) from algorithm)
        from (select * from wear_session order by id limit 1) s,
          (values (0, 3, $2::smallint), (3, 6, $3::smallint), (6, 8, $4::smallint), (8, 10, $2::smallint))
            as b (from_min, to_min, state)`,
        [START_US, POSTURE_CODES.sitting, POSTURE_CODES.standing, POSTURE_CODES.walking],
      );
      await owner.rows(`insert into summary_due (wearer_id, date, tenant_id)
        select distinct wearer_id, date, tenant_id from day_summary on conflict do nothing`);
    });
    await expect.poll(waiting, WAIT).toBe(0);
    const [before, after] = await days();
    expect([measured(before, 'sitting_breaks'), measured(before, 'sitting_bouts')]).toEqual([0, 1]);
    expect([measured(after, 'sitting_breaks'), measured(after, 'sitting_bouts')]).toEqual([1, 1]);
  });

  test('of an older version lose, and a day that only an older one told is told anew', async () => {
    await api.rows(`insert into algorithm (id, name) overriding system value values (-1, 'older')`);
    await api.rows('update day_summary set algorithm = -1');
    await api.rows('update minute_summary set algorithm = -1');
    await api.restart();
    await expect.poll(async () => (await days()).length, WAIT).toBe(4);
    expect((await days()).map(({ algorithm }) => algorithm)).toEqual([
      'older',
      SUMMARY_ALGORITHM,
      'older',
      SUMMARY_ALGORITHM,
    ]);
  });

  test('of a day of which retention has taken the beginning stay what they were', async () => {
    const whole = (await days())[0]!;
    await api.rows('delete from day_summary where algorithm > 0');
    await api.rows('delete from minute_summary where algorithm > 0');
    await api.rows('delete from posture_1s where time < to_timestamp($1::float8 / 1e6)', [START_US + 180e6]);
    await api.restart();
    await expect.poll(async () => (await days()).length, WAIT).toBe(3);
    await expect.poll(waiting, WAIT).toBe(0);
    expect((await days()).map(({ date, algorithm }) => [date, algorithm])).toEqual([
      ['2026-03-10', 'older'],
      ['2026-03-11', 'older'],
      ['2026-03-11', SUMMARY_ALGORITHM],
    ]);
    expect(toldMin((await days())[0])).toBe(toldMin(whole));
  });

  test('that rest on rows of an earlier version say so, and trends tell from when on', async () => {
    const beside = (algorithm: string) => algorithm.replace(/(posture|rotation)(@\S+)/g, '$1@1.0.0 $1$2');
    await api.rows(`insert into algorithm (id, name) overriding system value
      values (-3, 'posture@1.0.0'), (-2, 'rotation@1.0.0')`);
    await api.rows('update posture_1s set algorithm = -3');
    await api.rows('update rotation_event set algorithm = -2');
    await api.rows(`insert into summary_due (wearer_id, date, tenant_id)
      select wearer_id, date, tenant_id from day_summary where date = '2026-03-11' limit 1`);
    await expect.poll(waiting, WAIT).toBe(0);
    const measures = new Map((await days()).at(-1)!.measures.map((measure) => [measure.id, measure]));
    expect(measures.get('known_time')).toMatchObject({
      algorithm: `posture@1.0.0 and ${POSTURE_ALGORITHM}`,
      parameterHash: 'not kept',
    });
    expect(measures.get('rotation_count_left_all')).toMatchObject({
      algorithm: `rotation@1.0.0 and ${ROTATION_ALGORITHM}`,
    });
    expect(measures.get('load_holding')!.algorithm).toBe(LOAD_ALGORITHM);
    const trends = trendsSchema.parse(await api.get('/v1/trends?weeks=4&until=2026-03-12'));
    expect(trends.algorithmChanges).toEqual([{ date: '2026-03-11', algorithm: beside(SUMMARY_ALGORITHM) }]);
    expect(trends.measures.flatMap(({ value }) => value).filter((value) => value !== null)).not.toEqual([]);
  });
});
