import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, temporaryFolder } from '../harness/app.ts';
import { analyseInChunks, type DerivedLines } from '../harness/batch.ts';
import { quantisedRecording } from '../harness/quantise.ts';
import { sharedFile, whyNoFile } from '../harness/shared-data.ts';
import {
  hashCounts,
  readDerivedLines,
  readStoredGaps,
  readStoredSamples,
  type StoredSamples,
} from '../harness/stored.ts';

const NAME = process.env.PLUMBLINE_RECORDING ?? 'HA001-Test11-Trial1';
const SPEED = process.env.PLUMBLINE_SPEED ?? '10';
const RATE_HZ = 100;
/** The longest recording at its own speed, and the time around it. */
const PLAY_TIMEOUT_MS = 400_000;
/** How long what was played may wait for an API that has just come. */
const STORED_MS = 60_000;
const LOOK_MS = 500;
const RECORDING = sharedFile('data', 'lumbar-turns', `${NAME}.csv.gz`);
const missing = whyNoFile(RECORDING);
if (missing !== null) console.warn(`skipped: ${missing}`);

/** Everything starts at once: on a busy machine the sensor has played before the API is there. */
async function storedAll(databaseUrl: string): Promise<void> {
  const { length } = quantisedRecording(RECORDING);
  const untilMs = performance.now() + STORED_MS;
  while ((await readStoredSamples(databaseUrl)).n < length && performance.now() < untilMs)
    await sleep(LOOK_MS);
}

describe.skipIf(missing !== null)(`start --recording ${NAME} --speed ${SPEED}`, () => {
  let stored: StoredSamples;
  let gaps: Awaited<ReturnType<typeof readStoredGaps>>;
  let derived: DerivedLines;
  let exitCode: number | null;

  beforeAll(async () => {
    await using folder = await temporaryFolder();
    const dataDir = join(folder.path, 'data');
    await using app = await startApp([
      '--port',
      '0',
      '--data-dir',
      dataDir,
      '--recording',
      RECORDING,
      '--speed',
      SPEED,
    ]);
    await app.waitFor('finished');
    await storedAll(app.databaseUrl);
    exitCode = await app.stop();
    const database = await EmbeddedPostgres.start({ dataDir });
    stored = await readStoredSamples(database.url);
    derived = await readDerivedLines(database.url);
    gaps = await readStoredGaps(database.url);
    await database.stop();
  }, PLAY_TIMEOUT_MS);
  afterAll(() => {
    console.info(`stored ${stored.n} samples, SHA-256 ${stored.hash}`);
  });

  test('stops cleanly', () => {
    expect(exitCode).toBe(0);
  });

  test('stores every sample of the file, quantised, once and in order', () => {
    const expected = quantisedRecording(RECORDING);
    expect(stored.n).toBe(expected.length);
    expect(stored.hash).toBe(hashCounts(expected));
  });

  test('gives every sample a later time than the one before', () => {
    const wrong = stored.tUs.findIndex((tUs, i) => i > 0 && tUs <= stored.tUs[i - 1]!);
    expect(wrong).toBe(-1);
  });

  test.each([1, 97, 1_000_000])('live results are those of batch in chunks of %i, to the byte', (chunk) => {
    const batch = analyseInChunks(stored, chunk, RATE_HZ);
    expect(batch.seconds.length).toBeGreaterThan(10);
    expect(derived).toEqual(batch);
  });

  test('names no gap where none is', () => {
    expect(gaps).toEqual([]);
  });
});
