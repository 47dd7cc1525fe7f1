import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '@plumbline/database';
import { describe, expect, test } from 'vitest';
import { type Pids, type Running, startApp, temporaryFolder } from '../harness/app.ts';
import { markerNumber, writeMarkerRecording } from '../harness/marker-recording.ts';
import { seededRandom } from '../harness/random.ts';
import { readStoredGaps, readStoredSamples, type StoredGap, type StoredSamples } from '../harness/stored.ts';

/** More for the full proof: PLUMBLINE_KILLS=10. */
const KILLS = Number(process.env.PLUMBLINE_KILLS ?? 2);
const SEED = Number(process.env.PLUMBLINE_SEED ?? 1);
const RATE_HZ = 100;
const FIRST_KILL_MS = 2_500;
const BETWEEN_MS = 2_500;
const JITTER_MS = 1_500;
const TAIL_MS = 6_000;
/** One connection event, a timer tick and the scheduler of a busy machine. */
const ON_THE_WAY_US = 150_000;
const US_PER_MS = 1000;

interface Outcome {
  readonly stored: StoredSamples;
  readonly gaps: readonly StoredGap[];
  readonly killsUs: readonly number[];
}

/** Plays numbered samples, kills one process again and again in mid-stream, and reads what was stored. */
async function killRepeatedly(victim: keyof Pids): Promise<Outcome> {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const recording = join(folder.path, 'numbers.csv');
  const playedMs = FIRST_KILL_MS + KILLS * (BETWEEN_MS + JITTER_MS) + TAIL_MS;
  await writeMarkerRecording(recording, Math.round((playedMs / 1000) * RATE_HZ));
  const app = await startApp(['--port', '0', '--data-dir', dataDir, '--recording', recording]);
  const killsUs = await kill(app, victim);
  await app.waitFor('finished');
  await app.stop();
  const database = await EmbeddedPostgres.start({ dataDir });
  const stored = await readStoredSamples(database.url);
  const gaps = await readStoredGaps(database.url);
  await database.stop();
  return { stored, gaps, killsUs };
}

async function kill(app: Running, victim: keyof Pids): Promise<number[]> {
  const random = seededRandom(SEED);
  const killsUs: number[] = [];
  await sleep(FIRST_KILL_MS);
  for (let i = 0; i < KILLS; i++) {
    await sleep(random() * JITTER_MS);
    const pids = await app.pids();
    killsUs.push(Date.now() * US_PER_MS);
    process.kill(pids[victim], 'SIGKILL');
    await sleep(BETWEEN_MS);
  }
  return killsUs;
}

/** Sample numbers that are not stored between two that are, with the times of their neighbours. */
function holes({ counts, tUs }: StoredSamples): { missing: number; fromUs: number; toUs: number }[] {
  const numbers = counts.map(markerNumber);
  return numbers.slice(1).flatMap((number, i) => {
    const missing = number - numbers[i]! - 1;
    return missing === 0 ? [] : [{ missing, fromUs: tUs[i]!, toUs: tUs[i + 1]! }];
  });
}

function expectOnceAndInOrder({ counts, tUs }: StoredSamples): void {
  const numbers = counts.map(markerNumber);
  expect(numbers.findIndex((number, i) => i > 0 && number <= numbers[i - 1]!)).toBe(-1);
  expect(tUs.findIndex((t, i) => i > 0 && t <= tUs[i - 1]!)).toBe(-1);
}

describe(`kill -9 in mid-stream, ${KILLS} times, seed ${SEED}`, () => {
  test.each(['api', 'database'] as const)('of the %s loses nothing and doubles nothing', async (victim) => {
    const { stored, gaps, killsUs } = await killRepeatedly(victim);
    expect(killsUs).toHaveLength(KILLS);
    expectOnceAndInOrder(stored);
    expect(holes(stored)).toEqual([]);
    expect(gaps).toEqual([]);
    console.info(`${victim}: ${KILLS} kills, ${stored.n} samples stored, 0 lost, 0 doubled`);
  });

  test('of the gateway loses nothing that reached it, and names the rest', async () => {
    const { stored, gaps, killsUs } = await killRepeatedly('gateway');
    expectOnceAndInOrder(stored);
    const found = holes(stored);
    expect(found).toHaveLength(KILLS);
    found.forEach((hole, i) => {
      expect(hole.fromUs).toBeGreaterThan(killsUs[i]! - ON_THE_WAY_US);
      expect(gaps.some((gap) => gap.startUs <= hole.toUs && gap.endUs >= hole.fromUs)).toBe(true);
    });
    expect(gaps).toHaveLength(KILLS);
    const dark = found.reduce((sum, hole) => sum + hole.missing, 0);
    console.info(
      `gateway: ${KILLS} kills, ${stored.n} samples stored, ${dark} taken while it was dead, all named`,
    );
  });
});
