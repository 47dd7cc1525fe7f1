import { gzipSync } from 'node:zlib';
import {
  type Import,
  importSchema,
  LIVE_PROTOCOL,
  type Problem,
  type System,
  type Today,
} from '@plumbline/contract';
import { defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import { startTestServer, type TestServer } from '@plumbline/database';
import { writeRecording } from '@plumbline/formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const RATE_HZ = 50;
const MINUTES = 4;
const SAMPLES = MINUTES * 60 * RATE_HZ;
const STEP_US = 1e6 / RATE_HZ;
const START_US = 1_794_900_000_000_000;
/** The machine may be busy. */
const TAKEN_IN_MS = 120_000;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let recording: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  recording = await recordingText();
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

/** Some minutes of a simulated workday. */
async function recordingText(): Promise<string> {
  const day = new WorkdaySimulation(defaultWorkday(1, MINUTES / 60), { rateHz: RATE_HZ, startUs: START_US });
  const parts: Uint8Array[] = [];
  for await (const part of writeRecording({ hasGyro: true, hasMag: false }, [day.next(SAMPLES)!]))
    parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function send(
  person: TestPerson,
  body: string | Uint8Array,
  query = '',
  type = 'text/csv',
): Promise<Response> {
  const headers = { ...person.headers, 'content-type': type };
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  return fetch(`${people.api.url}/v1/imports${query}`, { method: 'POST', headers, body: bytes });
}

async function ended(person: TestPerson, id: string): Promise<Import> {
  let found: Import | undefined;
  await expect
    .poll(
      async () => {
        found = importSchema.parse(await person.json('GET', `/v1/imports/${id}`));
        return found.state;
      },
      { timeout: TAKEN_IN_MS },
    )
    .toMatch(/done|failed|cancelled/);
  return found!;
}

async function imported(
  person: TestPerson,
  body: string | Uint8Array,
  query = '',
  type = 'text/csv',
): Promise<Import> {
  const response = await send(person, body, query, type);
  expect(response.status).toBe(201);
  return ended(person, ((await response.json()) as Import).id);
}

const stored = async (): Promise<number> =>
  (await people.api.rows<{ n: number }>('select coalesce(sum(n), 0)::int as n from raw_block'))[0]!.n;

describe('a recording', () => {
  test('becomes a wear session: samples, seconds and bouts, as if it had been measured', async () => {
    const done = await imported(
      wearer,
      recording,
      '?name=walk.csv&axes=up,right,forward&timeZone=Europe/Berlin',
    );
    expect(done).toMatchObject({
      ...{ state: 'done', name: 'walk.csv', problem: null, progress: 1 },
      result: { samples: SAMPLES, refused: 0, faults: [], missing: 0, startUs: START_US, repeated: false },
    });
    expect(done.result!.endUs).toBe(START_US + (SAMPLES - 1) * STEP_US);
    expect(await wearer.json('GET', '/v1/streams')).toMatchObject([
      {
        id: done.result!.stream,
        sessionId: done.result!.session,
        source: 'import',
        samples: SAMPLES,
        rateHz: RATE_HZ,
      },
    ]);
    const span = `fromUs=${START_US}&untilUs=${START_US + 3600e6}`;
    const { bouts } = await wearer.json<{ bouts: unknown[] }>('GET', `/v1/bouts?${span}`);
    expect(bouts.length).toBeGreaterThan(0);
    const [row] = await people.api.rows<{ n: number }>('select count(*)::int as n from posture_1s');
    expect(row!.n).toBeGreaterThan(MINUTES * 60 - 5);
    const date = new Date(START_US / 1000).toISOString().slice(0, 10);
    await expect
      .poll(() => wearer.json<Today>('GET', `/v1/days/${date}`).then(({ measures }) => measures.length), {
        timeout: TAKEN_IN_MS,
      })
      .toBeGreaterThan(10);
  });

  test('keeps its numbers in single precision', async () => {
    const rows = recording.trim().split('\n').slice(1);
    const untilUs = START_US + STEP_US;
    const samples = await wearer.json<{ channels: { min: number[] }[] }>(
      'GET',
      `/v1/samples?fromUs=${START_US}&untilUs=${untilUs}&points=1`,
    );
    const first = rows[0]!
      .split(',')
      .slice(1)
      .map((text) => Math.fround(Number(text)));
    expect(samples.channels.map(({ min }) => min[0])).toEqual(first);
  });

  test('twice is once, compressed or not', async () => {
    const before = await stored();
    for (const [body, type] of [
      [recording, 'text/csv'],
      [gzipSync(recording), 'application/gzip'],
    ] as const) {
      const again = await imported(wearer, body, '', type);
      expect(again.result).toMatchObject({ repeated: true, samples: SAMPLES });
    }
    expect(await stored()).toBe(before);
    expect(await wearer.json('GET', '/v1/streams')).toHaveLength(1);
  });

  test('comes from no gateway: the operator is told of none that is not connected', async () => {
    await people.api.rows('update stream set opened_at = now()');
    const { silentGateways } = await people.first.json<System>('GET', '/v1/system');
    expect(silentGateways).toEqual([]);
  });

  test('that was deleted can be taken in again', async () => {
    await wearer.json('POST', '/v1/deletions', {
      kind: 'range',
      fromUs: START_US - 1e6,
      untilUs: START_US + 3600e6,
    });
    expect(await stored()).toBe(0);
    expect((await imported(wearer, recording)).result).toMatchObject({ repeated: false, samples: SAMPLES });
    expect(await stored()).toBe(SAMPLES);
  });
});

describe('lines that do not fit', () => {
  test('are left out and told by line, field, value and remedy; the rest is stored, the hole is named', async () => {
    const other = await people.add('other', 'wearer');
    const lines = recording.split('\n');
    lines[10] = lines[10]!.replace(/,[^,]*$/, ',abc');
    lines.splice(100, 50, '12,13');
    const { result } = await imported(other, lines.join('\n'));
    expect(result).toMatchObject({
      ...{ samples: SAMPLES - 51, refused: 2, missing: 51, repeated: false },
      faults: [
        { line: 11, field: 'gyr_z', value: 'abc', problem: 'is not a number' },
        {
          line: 101,
          field: 'row',
          value: '12,13',
          remedy: expect.stringContaining('leave missing samples out'),
        },
      ],
    });
    const gaps = await people.api.rows('select missing::int, cause from gap order by start_at');
    expect(gaps).toEqual([
      { missing: 1, cause: 'recording' },
      { missing: 50, cause: 'recording' },
    ]);
  });

  test('in other units is refused before anything of it is stored', async () => {
    const before = await stored();
    const [head, ...rows] = recording.trimEnd().split('\n');
    const inG = rows.map((row) => {
      const [t, x, y, z, ...turning] = row.split(',');
      return [t, ...[x, y, z].map((mps2) => (Number(mps2) / 9.80665).toFixed(4)), ...turning].join(',');
    });
    const { state, problem } = await imported(wearer, [head, ...inG].join('\n'));
    expect(state).toBe('failed');
    expect(problem).toMatch(
      /^acc_x,acc_y,acc_z '[\d.]+ m\/s\^2' is the size .*: give m\/s\^2, which is g times/,
    );
    expect(await stored()).toBe(before);
  });

  test('a time without a day needs the beginning', async () => {
    const other = await people.add('another', 'wearer');
    const relative = recording.replaceAll(/^\d+/gm, (text) => String(Number(text) - START_US));
    expect(await imported(other, relative)).toMatchObject({
      ...{ state: 'failed', result: null },
      problem: expect.stringContaining('say when the recording began (startUs)'),
    });
    const { result } = await imported(other, relative, `?startUs=${START_US}`);
    expect(result).toMatchObject({ startUs: START_US, samples: SAMPLES });
  });

  const AHEAD_US = (Date.now() + 2 * 86_400_000) * 1000;
  const shifted = (byUs: number): string =>
    recording.replaceAll(/^\d+/gm, (text) => String(Number(text) - START_US + byUs));

  test('none of which fits are refused with the first of them and their number', async () => {
    const { state, problem } = await imported(wearer, shifted(AHEAD_US));
    expect([state, problem]).toEqual([
      'failed',
      `line 2: t_us '${AHEAD_US}' is in the future, and no row can be used (${SAMPLES} left out): correct the clock of the recording, or say when it began`,
    ]);
  });

  test('that would end up ahead by the beginning that was said are refused with that', async () => {
    const { problem } = await imported(wearer, shifted(0), `?startUs=${AHEAD_US}`);
    expect(problem).toMatch(
      /^t_us '\d+' is more than a day ahead: correct t_us of the recording, or when it began \(startUs\)\.$/,
    );
  });

  test('a file that is cut off before its first line says so, and no path of the server', async () => {
    const head = gzipSync(`${recording.split('\n')[0]}\n${'0'.repeat(3_000)}`, { level: 0 });
    const { problem } = await imported(wearer, head.subarray(0, 1_000), '', 'application/gzip');
    expect(problem).toMatch(
      /^The recording is not a whole gzip file \(.*\), and no row can be used: copy the file again/,
    );
  });

  test('a file that is cut off later is stored up to there, and told by its own name', async () => {
    const whole = gzipSync(recording);
    const { result } = await imported(
      wearer,
      whole.subarray(0, whole.length - 500),
      '?name=cut.csv.gz',
      'application/gzip',
    );
    expect(result!.samples).toBeGreaterThan(0);
    expect(result!.faults.at(-1)).toMatchObject({
      field: 'file',
      value: 'cut.csv.gz',
      problem: expect.stringContaining('is not a whole gzip file'),
    });
  });

  test('what is no recording is refused at once, and nothing is kept of it', async () => {
    const response = await send(wearer, 'time,x,y,z\n1,2,3,4\n');
    expect([response.status, (await response.json()) as Problem]).toEqual([
      400,
      expect.objectContaining({
        field: 'header',
        value: 'time',
        detail: expect.stringMatching(/^header: 'time' is not a column of a recording: .*t_us,acc_x/),
      }),
    ]);
    expect((await send(wearer, '{}', '', 'application/json')).status).toBe(400);
    expect((await send(wearer, recording, '?axes=sideways')).status).toBe(400);
    // An offset is none: the database reads its sign the other way round.
    for (const zone of ['Nowhere', '%2B0200', '%2B02:00'])
      expect((await send(wearer, recording, `?timeZone=${zone}`)).status).toBe(400);
  });
});

describe('an import', () => {
  test('is the wearer’s own affair', async () => {
    const therapist = await people.add('therapist', 'therapist');
    await wearer.consent((await therapist.me()).person, ['raw']);
    const query = `?wearer=${(await wearer.me()).wearer}`;
    expect((await send(therapist, recording, query)).status).toBe(403);
    const both = await people.add('both', 'therapist', 'wearer');
    await wearer.consent((await both.me()).person, ['raw']);
    expect((await send(both, recording, query)).status).toBe(403);
    const [mine] = await wearer.json<Import[]>('GET', '/v1/imports');
    expect((await both.ask('GET', `/v1/imports/${mine!.id}`)).status).toBe(404);
    await people.api.rows("update job set state = 'queued' where id = $1", [mine!.id]);
    expect((await both.ask('DELETE', `/v1/imports/${mine!.id}`)).status).toBe(404);
    expect(await wearer.json('GET', `/v1/imports/${mine!.id}`)).not.toMatchObject({ state: 'cancelled' });
  });

  test('is nothing of the present: who follows live goes on seeing what is measured now', async () => {
    const follower = await people.add('follower', 'wearer');
    const follow = async (): Promise<TestDashboard> => {
      const page = await TestDashboard.open(people.api.url, follower.headers);
      page.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' });
      await page.until(({ type }) => type === 'state');
      return page;
    };
    const before = await follow();
    expect(await imported(follower, recording)).toMatchObject({ state: 'done' });
    const after = await follow();
    expect(after.state).toMatchObject({
      trace: { tUs: [] },
      posture: null,
      connection: { lastSampleUs: null, receivedUs: null },
    });
    await Promise.all([before.close(), after.close()]);
  });

  test('that was interrupted goes on with the next server, and stores nothing twice', async () => {
    const resumes = await people.add('resumes', 'wearer');
    const before = await stored();
    const response = await send(resumes, recording);
    const { id } = (await response.json()) as Import;
    await people.api.restart();
    const again = await people.anonymous().signIn('resumes');
    expect(await ended(again, id)).toMatchObject({ state: 'done', result: { samples: SAMPLES } });
    expect(await stored()).toBe(before + SAMPLES);
  });
});
