import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AuditEntry,
  type Export,
  exportEstimateSchema,
  exportSchema,
  type Problem,
  type Scope,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsAt, RATE_HZ, streamFrames } from '../testing/records.ts';
import { TIME_ZONE } from '../testing/test-api.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = 1_795_000_003_000_000;
const SAMPLES = 6_000;
/** An export is a process of its own, and the machine may be busy. */
const MADE_MS = 120_000;
const SOON_MS = 100;
const STEP_US = 1e6 / RATE_HZ;
const DAY_US = 86_400e6;
const SAMPLES_FILE = 'samples-001-2026-11-18';
const WHOLE = { fromUs: START_US, untilUs: START_US + DAY_US };

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  const gateway = await wearer.gateway();
  const stream = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US };
  const frames = streamFrames(stream, options, SAMPLES, 100);
  await gateway.store(stream, frames);
  await gateway.close();
  // An export tells days as they are summarised, and the day is to be the same in every export.
  while ((await people.api.rows('select from summary_due')).length > 0) await sleep(SOON_MS);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function exported(person: TestPerson, body: unknown, query = ''): Promise<Export> {
  const { id } = await person.json<Export>('POST', `/v1/exports${query}`, body);
  let found: Export | undefined;
  await expect
    .poll(
      async () => {
        found = (await person.json<Export[]>('GET', '/v1/exports')).find((one) => one.id === id);
        return found?.state;
      },
      { timeout: MADE_MS },
    )
    .toMatch(/done|failed/);
  return found!;
}

async function text(person: TestPerson, { id }: Export, name: string): Promise<string> {
  return (await person.ask('GET', `/v1/exports/${id}/files/${name}`)).text();
}

const rowsOf = (csv: string): string[][] =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('an export', () => {
  test('of samples holds every stored sample at its time, in SI units', async () => {
    const done = await exported(wearer, { format: 'csv', tables: ['samples'], ...WHOLE });
    expect(exportSchema.parse(done)).toMatchObject({ state: 'done', problem: null, study: null });
    expect(await wearer.json('GET', `/v1/exports/${done.id}`)).toEqual(done);
    const rows = rowsOf(await text(wearer, done, `${SAMPLES_FILE}.csv`));
    expect(rows).toHaveLength(SAMPLES);
    for (const i of [0, 1, SAMPLES - 1]) {
      expect(Number(rows[i]![0])).toBe(START_US + i * STEP_US);
      expect(Number(rows[i]![1])).toBeCloseTo((countsAt(i)[0]! * 16 * 9.80665) / 32_768, 5);
    }
  });

  test('has the bytes that its list of files says, and the same bytes when it is made again', async () => {
    const body = {
      format: 'parquet',
      tables: ['samples', 'seconds', 'bouts', 'rotations', 'days'],
      ...WHOLE,
    };
    const [one, two] = [await exported(wearer, body), await exported(wearer, body)];
    expect(two.files).toEqual(one.files);
    expect(one.files.at(-1)?.name).toBe('manifest.json');
    for (const { name, bytes, sha256 } of one.files) {
      const content = Buffer.from(
        await (await wearer.ask('GET', `/v1/exports/${one.id}/files/${name}`)).arrayBuffer(),
      );
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
  });

  test('of a part ends where it was asked to, and shifted dates move everything by whole days', async () => {
    const span = { fromUs: START_US + 1_005_000, untilUs: START_US + 2_005_000 };
    const body = { format: 'csv', tables: ['samples', 'seconds'], ...span, dateShiftDays: -7 };
    const done = await exported(wearer, body);
    const rows = rowsOf(await text(wearer, done, 'samples-001-2026-11-11.csv'));
    expect(rows.map(([tUs]) => Number(tUs))).toEqual(
      Array.from({ length: 100 }, (_, i) => START_US + 1_010_000 + i * STEP_US - 7 * DAY_US),
    );
    expect(rowsOf(await text(wearer, done, 'seconds.csv')).map(([tUs]) => Number(tUs))).toEqual([
      START_US + 2e6 - 7 * DAY_US,
    ]);
    expect(await text(wearer, done, 'manifest.json')).not.toContain((await wearer.me()).wearer);
  });

  test('that broke off goes on where it was', async () => {
    const done = await exported(wearer, { format: 'csv', tables: ['bouts'], ...WHOLE });
    const whole = await text(wearer, done, 'bouts.csv');
    const url = `${people.api.url}/v1/exports/${done.id}/files/bouts.csv`;
    const rest = await fetch(url, { headers: { ...wearer.headers, range: 'bytes=10-' } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-${whole.length - 1}/${whole.length}`,
    ]);
    expect(await rest.text()).toBe(whole.slice(10));
    const beyond = await fetch(url, { headers: { ...wearer.headers, range: 'bytes=999999-' } });
    expect(beyond.status).toBe(416);
  });
});

describe('an export made while days are summarised', () => {
  const of = (days: number) => ({
    ...{ format: 'csv', tables: ['bouts', 'days'] },
    ...{
      fromUs: (Date.now() + days * 86_400e3) * 1000,
      untilUs: (Date.now() + (days + 1) * 86_400e3) * 1000,
    },
  });
  /** By the clock of the wearer: the day of UTC is over an hour or two later. */
  const TODAY = `(now() at time zone '${TIME_ZONE}')::date`;
  beforeAll(async () => {
    // The worker lets a day of today wait for minutes once there is something of it.
    await people.api.rows(`
      with today as (select ${TODAY} as date)
      insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, measures)
      select wearer_id, t.date, algorithm, tenant_id, time_zone, t.date::timestamp at time zone time_zone,
        (t.date + 1)::timestamp at time zone time_zone, true, measures from day_summary, today t on conflict do nothing`);
    await people.api.rows(`
      insert into summary_due (wearer_id, date, tenant_id)
      select wearer_id, date, tenant_id from day_summary where date = ${TODAY}`);
  });
  afterAll(async () => {
    await people.api.rows(`delete from day_summary where date = ${TODAY}`);
    await people.api.rows('delete from summary_due');
  });

  test('says how many of its days were still to be summarised, in the list and in the manifest', async () => {
    const done = await exported(wearer, of(0));
    expect(done.daysNotYetSummarised).toBe(1);
    const { files } = JSON.parse(await text(wearer, done, 'manifest.json'));
    expect(files).toContainEqual(
      expect.objectContaining({ table: 'days', metadata: { daysNotYetSummarised: 1 } }),
    );
  });

  test('does not count days that it does not hold, or that go on and say so themselves', async () => {
    expect(await exported(wearer, of(-3))).toMatchObject({ state: 'done', daysNotYetSummarised: 0 });
    await people.api.rows(`update day_summary set complete = false where date = ${TODAY}`);
    expect(await exported(wearer, of(0))).toMatchObject({ state: 'done', daysNotYetSummarised: 0 });
  });
});

describe('before it begins', () => {
  test('its size and time are told, close to what comes of it', async () => {
    const body = { format: 'csv', tables: ['samples', 'bouts'], ...WHOLE };
    const estimate = exportEstimateSchema.parse(await wearer.json('POST', '/v1/exports/estimates', body));
    const { files } = await exported(wearer, body);
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((all, n) => all + (n ?? 0), 0);
    expect(estimate.rows / sum(files.map(({ rows }) => rows))).toBeCloseTo(1, 1);
    expect(estimate.bytes).toBeGreaterThan(sum(files.map(({ bytes }) => bytes)) / 2);
    expect(estimate.bytes).toBeLessThan(sum(files.map(({ bytes }) => bytes)) * 2);
  });

  test('is kept for a week, and written down', async () => {
    const done = await exported(wearer, { format: 'csv', tables: ['bouts'], ...WHOLE });
    const days = (done.expiresUs! - done.createdUs) / DAY_US;
    expect(days).toBeCloseTo(7, 2);
    const [entry] = (await wearer.json<AuditEntry[]>('GET', '/v1/audit')).filter(
      ({ action }) => action === 'export ordered',
    );
    expect(entry).toMatchObject({ own: true, wearer: (await wearer.me()).wearer });
  });

  test('is refused where it asks for too long a time', async () => {
    const body = { format: 'csv', tables: ['bouts'], fromUs: 0, untilUs: START_US };
    const asked = await wearer.ask('POST', '/v1/exports', body);
    expect([asked.status, ((await asked.json()) as Problem).field]).toEqual([400, 'untilUs']);
  });

  test('is handed to a program that may see all of it, and to no other', async () => {
    const done = await exported(wearer, { format: 'csv', tables: ['seconds'], ...WHOLE });
    const path = `/v1/exports/${done.id}/files/seconds.csv`;
    const as = async (scopes: Scope[]): Promise<number> =>
      (await people.bearer((await wearer.token('personal', scopes)).secret).ask('GET', path)).status;
    expect([await as(['detail']), await as(['summary', 'raw'])]).toEqual([200, 403]);
  });

  test('is refused while as many are under way as one may have, of whatever kind', async () => {
    const body = { format: 'csv', tables: ['bouts'], ...WHOLE };
    const eager = await people.add('eager', 'wearer');
    const { person } = await eager.me();
    await people.api.rows(
      `insert into job (tenant_id, person_id, kind) select 1, p.id, 'waits' from person p, generate_series(1, 200)
       where p.uuid = $1`,
      [person],
    );
    const days = { kind: 'reanalysis', fromDate: '2026-11-18', untilDate: '2026-11-18' };
    const ask = async (): Promise<number[]> => [
      (await eager.ask('POST', '/v1/exports', body)).status,
      (await eager.ask('POST', '/v1/jobs', days)).status,
    ];
    expect(await ask()).toEqual([429, 429]);
    await people.api.rows("update job set state = 'done' where kind = 'waits'");
    expect(await ask()).toEqual([201, 201]);
  });
});

describe('somebody else', () => {
  test('takes away what the consent covers, not more, and not after it has ended', async () => {
    const therapist = await people.add('therapist', 'therapist');
    const consent = await wearer.consent((await therapist.me()).person, ['detail']);
    const query = `?wearer=${(await wearer.me()).wearer}`;
    const refused = await therapist.ask('POST', `/v1/exports${query}`, {
      ...{ format: 'csv', tables: ['bouts', 'samples'], ...WHOLE },
    });
    expect(refused.status).toBe(403);
    expect(((await refused.json()) as Problem).detail).toContain('samples');
    const guess = { format: 'csv', tables: ['samples'], ...WHOLE };
    expect((await therapist.ask('POST', `/v1/exports/estimates${query}`, guess)).status).toBe(403);

    const done = await exported(therapist, { format: 'csv', tables: ['seconds'], ...WHOLE }, query);
    expect(rowsOf(await text(therapist, done, 'seconds.csv')).length).toBeGreaterThan(50);
    const log = await wearer.json<AuditEntry[]>('GET', '/v1/audit?about=me');
    const fetched = { actor: 'therapist', action: 'GET /v1/exports/:id/files/:name', scope: 'detail' };
    expect(log[0]).toMatchObject(fetched);
    expect((await wearer.ask('GET', `/v1/exports/${done.id}/files/seconds.csv`)).status).toBe(404);
    expect(done.withheld).toBe(false);
    await wearer.json('DELETE', `/v1/consents/${consent}`);
    const gone = await therapist.ask('GET', `/v1/exports/${done.id}/files/seconds.csv`);
    expect([gone.status, await gone.json()]).toEqual([
      403,
      expect.objectContaining({
        type: 'urn:plumbline:problem:wearer_not_open',
        detail: 'The wearer does not let you see this any more.',
        remedy: expect.stringContaining('withdrawn'),
      }),
    ]);
    expect(await therapist.json('GET', '/v1/exports')).toMatchObject([{ id: done.id, withheld: true }]);
    expect(await therapist.json('GET', `/v1/exports/${done.id}`)).toMatchObject({ withheld: true });
    expect(await wearer.json('GET', '/v1/exports')).not.toContainEqual(
      expect.objectContaining({ withheld: true }),
    );
  });

  test('keeps no copy here of what the wearer deletes', async () => {
    const leaves = await people.add('leaves', 'wearer');
    const done = await exported(leaves, { format: 'csv', tables: ['bouts'], ...WHOLE });
    const [row] = await people.api.rows<{ path: string }>('select path from export where job_id = $1', [
      done.id,
    ]);
    expect(existsSync(row!.path)).toBe(true);
    await leaves.json('POST', '/v1/deletions', { kind: 'person', confirm: 'delete everything' });
    expect(existsSync(row!.path)).toBe(false);
  });
});

/** The last ones: the server is another one after each. */
describe('an order', () => {
  const body = { format: 'parquet', tables: ['samples', 'seconds'], ...WHOLE };
  const pathOf = async (id: string): Promise<string> => {
    const [row] = await people.api.rows<{ path: string }>('select path from export where job_id = $1', [id]);
    return row!.path;
  };

  test('that a server left when it was killed is made by the next, with the same bytes', async () => {
    const whole = await exported(wearer, body);
    const path = await pathOf(whole.id);
    await people.api.stopKeepingData();
    // As after kill -9: half of it is there, and nobody holds the job.
    await rm(join(path, 'manifest.json'));
    await rm(join(path, `${SAMPLES_FILE}.parquet`));
    await people.api.rows('update export set manifest = null where job_id = $1', [whole.id]);
    await people.api.rows(
      "update job set state = 'running', progress = 0.3, lease_until = now() - interval '1 s' where id = $1",
      [whole.id],
    );
    await people.api.restart();
    wearer = await people.anonymous().signIn('wearer');
    await expect
      .poll(() => wearer.json<Export>('GET', `/v1/exports/${whole.id}`), { timeout: MADE_MS })
      .toMatchObject({ state: 'done', progress: 1, files: whole.files });
  });

  test('that waits while the server stops is made afterwards', async () => {
    const ordered = await wearer.json<Export>('POST', '/v1/exports', body);
    await people.api.restart();
    wearer = await people.anonymous().signIn('wearer');
    await expect
      .poll(() => wearer.json<Export>('GET', `/v1/exports/${ordered.id}`), { timeout: MADE_MS })
      .toMatchObject({ state: 'done', problem: null });
  });

  test('that is taken back leaves nothing, whether it is made already or not', async () => {
    for (const wait of [false, true]) {
      const { id } = wait
        ? await exported(wearer, body)
        : await wearer.json<Export>('POST', '/v1/exports', body);
      const path = await pathOf(id);
      await wearer.json('DELETE', `/v1/exports/${id}`);
      expect((await wearer.ask('GET', `/v1/exports/${id}`)).status).toBe(404);
      expect(existsSync(path)).toBe(false);
      expect((await wearer.ask('DELETE', `/v1/exports/${id}`)).status).toBe(404);
    }
    const states = await people.api.rows(
      "select 1 from job where kind = 'export' and state in ('queued', 'running')",
    );
    expect(states).toEqual([]);
  });

  test('that is a week old is gone with its files, and so is what a server that was killed had left', async () => {
    const old = await exported(wearer, body);
    const left = await exported(wearer, body);
    const kept = await exported(wearer, body);
    const paths = await Promise.all([old, left, kept].map(({ id }) => pathOf(id)));
    await people.api.rows('update export set expires_at = now() where job_id = $1', [old.id]);
    await people.api.rows('delete from export where job_id = $1', [left.id]);
    await exported(wearer, body);
    expect(paths.map((path) => existsSync(path))).toEqual([false, false, true]);
    expect((await wearer.ask('GET', `/v1/exports/${old.id}`)).status).toBe(404);
  });

  test('that fails says why, and not what only the server knows', async () => {
    const { id } = await wearer.json<Export>('POST', '/v1/exports', body);
    await exported(wearer, body);
    const path = await pathOf(id);
    await people.api.stopKeepingData();
    await people.api.rows(
      "update job set state = 'queued', input = jsonb_set(input, '{format}', '\"nothing\"') where id = $1",
      [id],
    );
    await people.api.restart();
    wearer = await people.anonymous().signIn('wearer');
    await expect
      .poll(() => people.api.rows('select state, problem from job where id = $1', [id]), { timeout: MADE_MS })
      .toEqual([{ state: 'failed', problem: expect.stringMatching(/^The server met an error of its own/) }]);
    expect(existsSync(path)).toBe(false);
  });
});
