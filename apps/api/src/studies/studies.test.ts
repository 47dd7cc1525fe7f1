import type { Consent, Export, Participant, Study, StudyStream } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../access/rules.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = 1_795_000_003_000_000;
const SAMPLES = 6_000;
/** An export is a process of its own, and the machine may be busy. */
const MADE_MS = 120_000;
const STEP_US = 1e6 / RATE_HZ;
const DAY_US = 86_400e6;
const WEEK_DAYS = 7;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let wearerId: string;
let researcher: TestPerson;
let study: Study;
let other: Study;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  wearerId = (await wearer.me()).wearer!;
  researcher = await people.add('researcher', 'researcher');
  study = await openStudy('Sitting', researcher);
  other = await openStudy('Turning', researcher);
  await record();
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function openStudy(name: string, member: TestPerson): Promise<Study> {
  const members = [(await member.me()).person];
  return people.first.json('POST', '/v1/studies', { name, purpose: 'how people sit', members });
}

async function record(): Promise<void> {
  const gateway = await wearer.gateway();
  const stream = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US };
  const frames = streamFrames(stream, options, SAMPLES, 100);
  await gateway.store(stream, frames);
  await gateway.close();
}

function join(person: TestPerson, into: Study, scopes = ['summary', 'detail', 'raw']): Promise<Consent> {
  return person.json('POST', '/v1/consents', {
    ...{ grantee: { kind: 'study', id: into.id }, purpose: into.purpose, scopes },
    untilUs: Date.now() * 1000 + DAY_US,
  });
}

const participants = (of: Study, by = researcher): Promise<Participant[]> =>
  by.json('GET', `/v1/studies/${of.id}/participants`);

async function exported(of: Study, participant: string, wanted: object): Promise<Export> {
  const { id } = await researcher.json<Export>('POST', `/v1/studies/${of.id}/exports`, {
    participant,
    ...wanted,
  });
  let found: Export | undefined;
  await expect
    .poll(
      async () => {
        found = await researcher.json<Export>('GET', `/v1/exports/${id}`);
        return found.state;
      },
      { timeout: MADE_MS },
    )
    .toMatch(/done|failed/);
  return found!;
}

async function fileOf({ id }: Export, name: string): Promise<ArrayBuffer> {
  return (await researcher.ask('GET', `/v1/exports/${id}/files/${name}`)).arrayBuffer();
}

async function shiftOf(of: Study): Promise<number> {
  const sql =
    'select date_shift_days as days from participant where study_id = (select id from study where uuid = $1)';
  return (await people.api.rows<{ days: number }>(sql, [of.id]))[0]!.days;
}

describe('a study', () => {
  test('knows those who consented, by a pseudonym of its own, until they withdraw', async () => {
    expect(await participants(study)).toEqual([]);
    const consent = await join(wearer, study);
    await join(wearer, other);
    const [here, there] = [await participants(study), await participants(other)];
    expect(here).toEqual([
      { participant: expect.stringMatching(/^P\d{6}$/), scopes: ['summary', 'detail', 'raw'] },
    ]);
    expect(there[0]!.participant).not.toBe(here[0]!.participant);
    await wearer.json('DELETE', `/v1/consents/${consent.id}`);
    expect(await participants(study)).toEqual([]);
    await join(wearer, study);
    expect(await participants(study)).toEqual(here);
  });

  test('is worked on by researchers, and by no others', async () => {
    const members = [(await wearer.me()).person];
    const wrong = await people.first.ask('POST', '/v1/studies', { name: 'x', purpose: 'x', members });
    expect(wrong.status).toBe(400);
    expect(await researcher.json('GET', '/v1/studies')).toContainEqual({
      ...study,
      member: true,
      participants: 1,
    });
    const outside = await people.add('outside', 'researcher');
    expect((await outside.ask('GET', `/v1/studies/${study.id}/participants`)).status).toBe(404);
    const [{ participant }] = (await participants(study)) as [Participant];
    const body = { participant, format: 'csv', tables: ['bouts'] };
    expect((await outside.ask('POST', `/v1/studies/${study.id}/exports`, body)).status).toBe(404);
  });
});

describe('a researcher', () => {
  const EVERYTHING = { format: 'parquet', tables: ['samples', 'seconds', 'bouts', 'rotations', 'days'] };

  test('takes data away with dates moved by whole weeks, which only the study knows, and cannot ask otherwise', async () => {
    const [{ participant }] = (await participants(study)) as [Participant];
    const shiftDays = await shiftOf(study);
    expect(Math.abs(shiftDays % WEEK_DAYS)).toBe(0);
    expect(shiftDays).toBeLessThan(0);
    const done = await exported(study, participant, { ...EVERYTHING, dateShiftDays: 0 });
    expect(done).toMatchObject({ state: 'done', study: { id: study.id, participant } });
    const samples = done.files.find(({ name }) => name.startsWith('samples-'))!;
    const rows = await parquetReadObjects({ file: await fileOf(done, samples.name) });
    expect(rows).toHaveLength(SAMPLES);
    expect(Number(rows[7]!.t_us)).toBe(START_US + 7 * STEP_US + shiftDays * DAY_US);
    const firstDate = new Date((START_US + shiftDays * DAY_US) / 1000).toISOString().slice(0, 10);
    expect(samples.name).toBe(`samples-001-${firstDate}.parquet`);
    expect(await shiftOf(other)).not.toBe(0);
  });

  test('asks for a span in the dates of the study', async () => {
    const [{ participant }] = (await participants(study)) as [Participant];
    const fromUs = START_US + (await shiftOf(study)) * DAY_US + 2e6;
    const span = { fromUs, untilUs: fromUs + 1e6 };
    const done = await exported(study, participant, { format: 'parquet', tables: ['samples'], ...span });
    const rows = await parquetReadObjects({ file: await fileOf(done, done.files[0]!.name) });
    expect([rows.length, Number(rows[0]!.t_us)]).toEqual([RATE_HZ, fromUs]);
    expect(JSON.parse(new TextDecoder().decode(await fileOf(done, 'manifest.json'))).about).toMatchObject({
      ...{ subject: participant, study: study.id, ...span, datesShifted: true },
    });
  });

  test('judges each stream by what is missing of it, in the dates of the study', async () => {
    const [{ participant }] = (await participants(study)) as [Participant];
    const streams = await researcher.json<StudyStream[]>('GET', `/v1/studies/${study.id}/streams`);
    const shiftUs = (await shiftOf(study)) * DAY_US;
    expect(streams).toMatchObject([
      {
        participant,
        stream: 1,
        rateHz: RATE_HZ,
        samples: SAMPLES,
        gaps: 0,
        missingSamples: 0,
        rejectedRecords: 0,
      },
    ]);
    expect(streams[0]!.lastSampleUs).toBe(START_US + (SAMPLES - 1) * STEP_US + shiftUs);
    expect(streams[0]!.quantities).toContain('acc');
    const outside = await people.add('elsewhere', 'researcher');
    expect((await outside.ask('GET', `/v1/studies/${study.id}/streams`)).status).toBe(404);
  });

  test('never meets the id of the wearer, a name, or a true date: not in answers, not in files', async () => {
    const [{ participant }] = (await participants(study)) as [Participant];
    const done = await exported(study, participant, { ...EVERYTHING, format: 'csv' });
    const refused = { participant, format: 'csv', tables: ['samples'] };
    const told = [
      ...(await Promise.all(
        done.files.map(async ({ name }) => new TextDecoder().decode(await fileOf(done, name))),
      )),
      ...(await Promise.all(
        [
          '/v1/studies',
          '/v1/wearers',
          '/v1/consents',
          '/v1/exports',
          '/v1/jobs',
          `/v1/studies/${study.id}/participants`,
          `/v1/studies/${study.id}/streams`,
        ].map(async (path) => (await researcher.ask('GET', path)).text()),
      )),
      await (await researcher.ask('POST', `/v1/studies/${other.id}/exports`, refused)).text(),
      await (await researcher.ask('GET', `/v1/exports/${done.id}/files/nothing`)).text(),
    ].join('\n');
    const { person } = await wearer.me();
    const [{ uuid: session }] = (await people.api.rows('select uuid from wear_session')) as [
      { uuid: string },
    ];
    const [{ uuid: stream }] = (await people.api.rows('select uuid from stream')) as [{ uuid: string }];
    for (const secret of [wearerId, person, session, stream, 'C0:FF:EE', '"wearer"', '2026-11-18']) {
      expect(told).not.toContain(secret);
    }
    expect(told.match(new RegExp(`.*\\b${String(START_US).slice(0, 8)}\\d{8}\\b.*`))).toBeNull();
  });

  test('has no other way to anybody’s data: no route that tells of a wearer answers', async () => {
    for (const [route, rule] of Object.entries(RULES)) {
      if (rule.of === null) continue;
      const [method, path] = route.split(' ') as [string, string];
      const target = path
        .replace(':id', crypto.randomUUID())
        .replace(':date', '2026-11-18')
        .replace(':name', 'x');
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
      const response = await researcher.ask(method, `${target}?wearer=${wearerId}`, body);
      expect([route, response.status]).toEqual([route, 403]);
    }
    expect(await researcher.json('GET', '/v1/wearers')).toEqual([]);
    expect(await researcher.json('GET', '/v1/consents')).toEqual([]);
    expect((await researcher.ask('GET', '/v1/overview')).status).toBe(403);
  });

  test('who is a therapist or a wearer too sees no more of a participant for that', async () => {
    const both = await people.add('both', 'researcher', 'therapist', 'wearer');
    const third = await openStudy('Standing', both);
    await join(wearer, third);
    expect(await participants(third, both)).toHaveLength(1);
    for (const path of ['/v1/today', '/v1/days/2026-11-18', '/v1/streams']) {
      expect((await both.ask('GET', `${path}?wearer=${wearerId}`)).status).toBe(404);
    }
    expect((await both.json<{ own: boolean }[]>('GET', '/v1/wearers')).every(({ own }) => own)).toBe(true);
  });

  test('takes away what the consent covers, and nothing after it has ended', async () => {
    const shy = await people.add('shy', 'wearer');
    const consent = await join(shy, other, ['summary']);
    const all = await participants(other);
    const { participant } = all.find(({ scopes }) => scopes.join() === 'summary')!;
    const refused = await researcher.ask('POST', `/v1/studies/${other.id}/exports`, {
      ...{ participant, format: 'csv', tables: ['samples'] },
    });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('samples')]);
    const done = await exported(other, participant, { format: 'csv', tables: ['days'] });
    expect((await researcher.ask('GET', `/v1/exports/${done.id}/files/days.csv`)).status).toBe(200);
    await shy.json('DELETE', `/v1/consents/${consent.id}`);
    expect((await researcher.ask('GET', `/v1/exports/${done.id}/files/days.csv`)).status).toBe(403);
    const again = await researcher.ask('POST', `/v1/studies/${other.id}/exports`, {
      ...{ participant, format: 'csv', tables: ['days'] },
    });
    expect(again.status).toBe(404);
  });
});

describe('what is done with studies and consents', () => {
  test('is written down', async () => {
    const logged = await people.add('logged', 'wearer');
    const { person } = await researcher.me();
    const made = await people.first.json<Study>('POST', '/v1/studies', {
      ...{ name: 'Logged', purpose: 'x', members: [person] },
    });
    const consent = await join(logged, made);
    await logged.json('DELETE', `/v1/consents/${consent.id}`);
    await people.first.json('PATCH', `/v1/studies/${made.id}`, { closed: true });
    const log = await people.api.rows<{ action: string }>(
      "select action from audit_log where detail ->> 'study' = $1 or detail ->> 'consent' = $2 order by id",
      [made.id, consent.id],
    );
    expect(log.map(({ action }) => action)).toEqual([
      ...['study opened', 'consent given', 'consent withdrawn', 'study closed'],
    ]);
    const about = (whom: string): Promise<{ action: string }[]> =>
      logged.json('GET', `/v1/audit?about=${whom}`);
    expect(await about('me')).toEqual([]);
    expect((await about('all')).map(({ action }) => action)).toEqual(['consent withdrawn', 'consent given']);
  });
});

describe('a study that is closed', () => {
  test('sees nothing any more, whatever consents there are', async () => {
    const [{ participant }] = (await participants(study)) as [Participant];
    const done = await exported(study, participant, { format: 'csv', tables: ['bouts'] });
    await people.first.json('PATCH', `/v1/studies/${study.id}`, { closed: true });
    expect((await researcher.ask('GET', `/v1/studies/${study.id}/participants`)).status).toBe(404);
    expect((await researcher.ask('GET', `/v1/exports/${done.id}/files/bouts.csv`)).status).toBe(403);
    await expect(join(wearer, study)).rejects.toThrow('400');
  });
});
