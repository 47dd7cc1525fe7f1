import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Status } from '@plumbline/contract';
import { EmbeddedPostgres } from '@plumbline/database';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { markerNumber, writeMarkerRecording } from '../harness/marker-recording.ts';
import { seededRandom } from '../harness/random.ts';
import { readStoredGaps, readStoredSamples, type StoredGap, type StoredSamples } from '../harness/stored.ts';

/** More for the full proof: PLUMBLINE_KILLS=10. */
const KILLS = Number(process.env.PLUMBLINE_KILLS ?? 1);
const SEED = Number(process.env.PLUMBLINE_SEED ?? 1);
/** Longer than any run: the test ends first. */
const SAMPLES = 100_000;
/** How long everything runs undisturbed between two kills. */
const CALM_MS = 1_500;
const JITTER_MS = 1_500;
const POLL_MS = 100;
/** One connection event, a timer tick, and the scheduler of a machine that does much else. */
const ON_THE_WAY_US = 1_000_000;
const US_PER_MS = 1000;
const PLAY_MS = 240_000 + KILLS * 60_000;
const VICTIMS = ['api', 'database', 'gateway'] as const;
type Victim = (typeof VICTIMS)[number];

interface Outcome {
  readonly stored: StoredSamples;
  readonly gaps: readonly StoredGap[];
  readonly killsUs: Readonly<Record<Victim, readonly number[]>>;
}

/** Plays numbered samples, kills each process in turn again and again in mid-stream, and reads what was stored. */
async function killInTurn(): Promise<Outcome> {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const recording = join(folder.path, 'numbers.csv');
  await writeMarkerRecording(recording, SAMPLES);
  await using app = await startApp(['--port', '0', '--data-dir', dataDir, '--recording', recording]);
  const random = seededRandom(SEED);
  const killsUs = { api: [], database: [], gateway: [] } as Record<Victim, number[]>;
  for (const victim of VICTIMS) {
    for (let i = 0; i < KILLS; i++) killsUs[victim].push(await kill(app, victim, random));
  }
  await streaming(app);
  await sleep(CALM_MS);
  await app.stop();
  const database = await EmbeddedPostgres.start({ dataDir });
  const stored = await readStoredSamples(database.url);
  const gaps = await readStoredGaps(database.url);
  await database.stop();
  return { stored, gaps, killsUs };
}

/** Returns when, microseconds UTC. */
async function kill(app: Running, victim: Victim, random: () => number): Promise<number> {
  await streaming(app);
  await sleep(CALM_MS + random() * JITTER_MS);
  const pids = await app.pids();
  const killedUs = Date.now() * US_PER_MS;
  process.kill(pids[victim], 'SIGKILL');
  await replaced(app, victim, pids[victim]);
  return killedUs;
}

async function replaced(app: Running, victim: Victim, pid: number): Promise<void> {
  while ((await app.pids())[victim] === pid) await sleep(POLL_MS);
}

/** Until the API is ready and hears a gateway that hears its sensor. */
async function streaming(app: Running): Promise<void> {
  for (;;) {
    const ready = await getJson<{ status: string }>(`${app.url}/ready`);
    const status = await getJson<Status>(`${app.url}/v1/status`);
    const sensors = status?.gateways.flatMap((gateway) => gateway.sensors) ?? [];
    if (ready?.status === 'ready' && sensors.some(({ state }) => state === 'streaming')) return;
    await sleep(POLL_MS);
  }
}

async function getJson<T>(url: string): Promise<T | null> {
  try {
    return (await (await fetch(url)).json()) as T;
  } catch {
    // Nobody listens while it is being started again.
    return null;
  }
}

interface Hole {
  /** Number of the last stored sample before it. */
  readonly after: number;
  readonly missing: number;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Sample numbers that are not stored between two that are, with the times of their neighbours. */
function holes({ counts, tUs }: StoredSamples): Hole[] {
  const numbers = counts.map(markerNumber);
  return numbers.slice(1).flatMap((number, i) => {
    const missing = number - numbers[i]! - 1;
    return missing === 0 ? [] : [{ after: numbers[i]!, missing, fromUs: tUs[i]!, toUs: tUs[i + 1]! }];
  });
}

describe(`kill -9 in mid-stream of API, database and gateway, ${KILLS} times each, seed ${SEED}`, () => {
  let outcome: Outcome;
  let found: readonly Hole[];

  beforeAll(async () => {
    outcome = await killInTurn();
    found = holes(outcome.stored);
    const dark = found.reduce((sum, hole) => sum + hole.missing, 0);
    console.info(`${outcome.stored.n} samples stored, ${dark} taken while the gateway was dead`);
  }, PLAY_MS);

  test('stores nothing twice, and everything in order', () => {
    const { counts, tUs } = outcome.stored;
    const numbers = counts.map(markerNumber);
    expect(numbers.findIndex((number, i) => i > 0 && number <= numbers[i - 1]!)).toBe(-1);
    expect(tUs.findIndex((t, i) => i > 0 && t <= tUs[i - 1]!)).toBe(-1);
  });

  test('loses nothing with the API or the database', () => {
    for (const victim of ['api', 'database'] as const) {
      const killsUs = outcome.killsUs[victim];
      expect(killsUs).toHaveLength(KILLS);
      for (const killUs of killsUs) {
        expect(found.filter(({ fromUs, toUs }) => fromUs <= killUs && killUs < toUs)).toEqual([]);
      }
    }
    // Nor anywhere else: every hole belongs to the gateway.
    expect(found).toHaveLength(KILLS);
  });

  test('loses with the gateway only what never reached it, and names that', () => {
    const { gaps, killsUs } = outcome;
    found.forEach((hole, i) => {
      expect(hole.fromUs).toBeGreaterThan(killsUs.gateway[i]! - ON_THE_WAY_US);
      expect(gaps.some((gap) => gap.startUs <= hole.toUs && gap.endUs >= hole.fromUs)).toBe(true);
    });
    expect(gaps).toHaveLength(KILLS);
  });
});
