import { type Bends, bendsSchema, type CalibrationEntry, calibrationEntrySchema } from '@plumbline/contract';
import { defaultWorkday, type WorkdayPlan } from '@plumbline/core/simulation';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Counts, RATE_HZ, streamFrames } from '../testing/records.ts';
import { countsOf } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = Date.parse('2026-03-10T09:00:00Z') * 1000;
const HOUR_US = 3600e6;
const WAIT = { timeout: 120_000, interval: 100 };
const SECONDS = 60;
const SPAN = `fromUs=${START_US}&untilUs=${START_US + 24 * HOUR_US}`;

let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

/** Somebody who stands and bends forward now and then; nobody walks, so that nothing else tells which way is forward. */
function bending(count: number, sizeDeg: [number, number], seconds = SECONDS): Counts {
  const activities: WorkdayPlan['activities'] = [
    { kind: 'stand', durationS: seconds, bends: { count, sizeDeg }, shiftsPer15Min: 0 },
  ];
  return countsOf({ ...defaultWorkday(1, 1), activities }, seconds);
}

/** A sensor that nobody said anything about, sent second by second. */
class Wearing {
  readonly id = crypto.randomUUID();
  readonly #gateway: TestGateway;
  readonly #frames: readonly Uint8Array[];

  private constructor(gateway: TestGateway, counts: Counts, startUs: number, sensorId: string) {
    this.#gateway = gateway;
    const options = { sessionId: crypto.randomUUID(), startUs, sensorId, axes: null, counts };
    this.#frames = streamFrames(this.id, options, SECONDS * RATE_HZ, RATE_HZ);
    gateway.send(this.#frames[0]!);
  }

  static async begin(counts: Counts, startUs: number, sensorId = 'one'): Promise<Wearing> {
    const wearing = new Wearing(await TestGateway.connect(api.url), counts, startUs, sensorId);
    await wearing.#gateway.acknowledgedUpTo(wearing.id, 1);
    return wearing;
  }

  send(second: number): void {
    this.#gateway.send(this.#frames[second + 1]!);
  }

  async end(): Promise<void> {
    this.#gateway.send(...this.#frames.slice(1));
    await this.#gateway.acknowledgedUpTo(this.id, this.#frames.length);
    await this.#gateway.close();
  }

  /** How many seconds are told, and how many of them with a signed angle. */
  async angles(): Promise<{ seconds: number; signed: number }> {
    const [row] = await api.rows<{ seconds: number; signed: number }>(
      `select count(*)::int as seconds, count(flexion_cdeg)::int as signed from posture_1s
       where session_id = (select session_id from stream where uuid = $1)`,
      [this.id],
    );
    return row!;
  }
}

async function ask(method: string, path = ''): Promise<Bends> {
  const response = await fetch(`${api.url}/v1/bends${path}`, { method });
  return bendsSchema.parse(await response.json());
}

/** The word after this version, however long a busy machine takes for it. */
async function wordAfter(version: number): Promise<Bends> {
  let now = await ask('GET', `?after=${version}`);
  while (now.version === version) now = await ask('GET', `?after=${version}`);
  return now;
}

/** Sends a second, waits for the word on it, and so on; every word that was another one than before. */
async function follow(wearing: Wearing, seconds: number): Promise<Bends[]> {
  const told: Bends[] = [await ask('GET')];
  for (let s = 0; s < seconds; s++) {
    wearing.send(s);
    const now = await wordAfter(told.at(-1)!.version);
    told.push(now);
    if (now.phase === 'accepted' || now.phase === 'refused') break;
  }
  return told;
}

const history = async (): Promise<CalibrationEntry[]> =>
  z.array(calibrationEntrySchema).parse(await api.get(`/v1/calibrations?${SPAN}`));
/** Why the day has no creep, or what is to be kept in mind of it. */
async function creepReason(): Promise<string | null | undefined> {
  const [day] = await api.rows<{ measures: readonly { id: string; reason: string | null }[] }>(
    `select measures from day_summary where date = '2026-03-10'`,
  );
  return day?.measures.find(({ id }) => id === 'load_creep_peak')?.reason;
}
const phases = (told: readonly Bends[]): string[] => [
  ...new Set(told.map(({ phase, bends }) => `${phase} ${bends}`)),
];

describe('guided bends', () => {
  test('are followed bend by bend, and what they show is kept with its quality', async () => {
    expect(await ask('GET')).toMatchObject({ version: 0, phase: 'none' });
    const wearing = await Wearing.begin(bending(5, [45, 60]), START_US);
    const begun = await ask('POST');
    expect(begun).toMatchObject({ phase: 'stand_still', bends: 0, of: 5, text: 'Stand upright and still.' });
    const told = await follow(wearing, SECONDS);
    expect(phases(told)).toEqual([
      ...['stand_still 0', 'bend 0', 'bend 1', 'bend 2', 'bend 3', 'bend 4', 'accepted 5'],
    ]);
    const { calibration } = told.at(-1)!;
    expect(calibration).toMatchObject({ bends: 5, quality: expect.closeTo(0.9, 0) });
    expect(Math.abs(calibration!.flexionRangeDeg - 56)).toBeLessThan(6);
    await wearing.end();
    // The whole session is told with it, also what came before the bends.
    await expect.poll(() => wearing.angles(), WAIT).toEqual({ seconds: SECONDS, signed: SECONDS });
    // No range is assumed any more.
    await expect.poll(creepReason, WAIT).toBeNull();
    const [bends] = (await history()).filter(({ kind }) => kind === 'bends');
    expect(bends).toMatchObject({
      ...{ source: 'bends', quality: calibration!.quality, flexionRangeDeg: calibration!.flexionRangeDeg },
      ...{ seeds: true, sensors: ['one'], atUs: calibration!.calibratedAtUs },
    });
    expect(bends!.ageS).toBeCloseTo((Date.now() * 1000 - bends!.atUs) / 1e6, -2);
  });

  test('are what the next session with the same sensor begins with, and no other', async () => {
    const counts = bending(0, [0, 0]);
    const next = await Wearing.begin(counts, START_US + HOUR_US);
    const other = await Wearing.begin(counts, START_US + HOUR_US, 'another');
    await next.end();
    await other.end();
    expect(await next.angles()).toEqual({ seconds: SECONDS, signed: SECONDS });
    expect(await other.angles()).toEqual({ seconds: SECONDS, signed: 0 });
    const known = (await history()).filter(({ kind }) => kind === 'mounting');
    expect(known.map(({ sensors, source }) => [sensors[0], source]).sort()).toEqual([
      ['another', null],
      ['one', 'bends'],
      ['one', 'bends'],
    ]);
  });

  test('that are too shallow do not count, the wearer hears why, and nothing is kept', async () => {
    const before = (await history()).length;
    const wearing = await Wearing.begin(bending(5, [15, 20]), START_US + 2 * HOUR_US, 'shallow');
    await ask('POST');
    const told = await follow(wearing, SECONDS);
    const deep = 'Bend further forward, at least 30 degrees.';
    expect(told.find(({ refusal }) => refusal === 'too_shallow')).toMatchObject({
      phase: 'bend',
      text: deep,
    });
    expect(told.at(-1)).toMatchObject({
      phase: 'refused',
      refusal: 'too_shallow',
      text: deep,
      calibration: null,
    });
    await wearing.end();
    expect((await history()).filter(({ kind }) => kind === 'bends')).toHaveLength(1);
    expect((await history()).length).toBeLessThanOrEqual(before + 1);
  });

  test('can be begun again and ended early: three are enough, fewer are not', async () => {
    const wearing = await Wearing.begin(bending(5, [45, 60]), START_US + 3 * HOUR_US, 'early');
    const first = await ask('POST');
    expect(await ask('POST', '/finish')).toMatchObject({ phase: 'refused', refusal: 'not_still' });
    const again = await ask('POST');
    expect(again.version).toBeGreaterThan(first.version);
    for (let s = 0, now = again; now.bends < 3; s++) {
      wearing.send(s);
      now = await wordAfter(now.version);
    }
    expect(await ask('POST', '/finish')).toMatchObject({ phase: 'accepted', calibration: { bends: 3 } });
    await wearing.end();
  });

  test('say why nothing happens, and end when they are given up', async () => {
    await ask('POST');
    await expect.poll(async () => (await ask('GET')).reason, WAIT).toMatch(/No samples are coming in/);
    const waiting = ask('GET', `?after=${(await ask('GET')).version}`);
    expect((await fetch(`${api.url}/v1/bends`, { method: 'DELETE' })).status).toBe(204);
    await waiting;
    expect(await ask('GET')).toMatchObject({ phase: 'none' });
  });
});
