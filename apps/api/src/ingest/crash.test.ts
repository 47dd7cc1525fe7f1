import { EmbeddedPostgres } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProcess } from '../testing/api-process.ts';
import { type Derived, derivedRows } from '../testing/derived-rows.ts';
import { digestOf } from '../testing/expected-digest.ts';
import { sendUntilStored } from '../testing/outbox-gateway.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { createDatabase } from '../testing/test-api.ts';

const START_US = 1_795_000_003_000_000;
const SECONDS = 345;
const SAMPLES = SECONDS * RATE_HZ;
const PER_RECORD = 10;
const CRASHES = 3;

const counts = simulatedCounts(SECONDS);

let server: EmbeddedPostgres;
let databaseUrl: string;
let api: ApiProcess;

beforeAll(async () => {
  server = await EmbeddedPostgres.startThrowAway();
  databaseUrl = await createDatabase(server);
  api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
});
afterAll(async () => {
  await api?.kill();
  await server?.stop();
});

function newStream(): { id: string; frames: Uint8Array[] } {
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US, counts };
  return { id, frames: streamFrames(id, options, SAMPLES, PER_RECORD) };
}

async function digest(id: string): Promise<unknown> {
  return (await fetch(`${api.url}/v1/streams/${id}/digest`)).json();
}

/**
 * Strikes whenever the gateway has sent another random share of the stream. It goes on sending meanwhile, up to where the
 * next strike is due.
 */
function striker(
  seed: number,
  strike: () => Promise<void>,
): { onProgress: (sent: number) => Promise<void>; done: () => Promise<number> } {
  const next = seededRandom(seed);
  const frames = SAMPLES / PER_RECORD;
  const at = Array.from({ length: CRASHES }, () => Math.floor(next() * frames)).sort((a, b) => a - b);
  let running: Promise<void> = Promise.resolve();
  return {
    onProgress: async (sent) => {
      if (at.length === 0 || sent < at[0]!) return;
      at.shift();
      await running;
      running = strike();
    },
    done: async () => {
      await running;
      return CRASHES - at.length;
    },
  };
}

describe('killed in mid-stream', () => {
  let expected: Derived;

  beforeAll(async () => {
    const { id, frames } = newStream();
    await sendUntilStored(() => api.url, id, frames);
    expected = await derivedRows(databaseUrl, id);
    expect(expected.seconds).toHaveLength(SECONDS);
    for (const rows of Object.values(expected)) expect(rows.length).toBeGreaterThan(2);
  });

  async function survives(seed: number, strike: () => Promise<void>): Promise<void> {
    const { id, frames } = newStream();
    const { onProgress, done } = striker(seed, strike);
    const { askedAgain } = await sendUntilStored(() => api.url, id, frames, onProgress);
    expect(await done()).toBe(CRASHES);
    expect(askedAgain).toEqual([]);
    expect(await digest(id)).toMatchObject(digestOf(START_US, SAMPLES, counts));
    expect(await derivedRows(databaseUrl, id)).toEqual(expected);
  }

  test('the API loses and doubles nothing, raw or derived', async () => {
    await survives(1, async () => {
      await api.kill();
      api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
    });
  });

  test('the database loses and doubles nothing, and the API lives on', async () => {
    const { pid } = api.process;
    await survives(2, async () => {
      const before = server.pid;
      process.kill(before, 'SIGKILL');
      await expect.poll(() => server.pid).not.toBe(before);
    });
    expect(api.process.pid).toBe(pid);
    expect(api.process.exitCode).toBeNull();
  });
});
