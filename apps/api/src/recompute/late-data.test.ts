import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame, RECORD_KIND } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, openBody, RATE_HZ, samplesBody } from '../testing/records.ts';
import { seededRandom, shuffled } from '../testing/seeded-random.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { fingerprints, type WearerTables, wearerTables } from '../testing/wearer-tables.ts';

/** How many orders are tried; each is another database. */
const SEEDS = Number(process.env.PLUMBLINE_SEEDS ?? 2);
const GATEWAY = '00000000-0000-4000-8000-0000000000aa';
const PER_RECORD = 100;
const SOON_MS = 100;
const GAP_S = 3;

/** Times of one sensor's streams; those with the same session are one wearing. The first is a week older. */
const STREAMS = [
  { session: 1, at: '2026-03-03T09:00:00Z', fromS: 0, seconds: 240 },
  { session: 2, at: '2026-03-10T22:57:00Z', fromS: 240, seconds: 150 },
  { session: 2, at: '2026-03-10T22:59:32Z', fromS: 392, seconds: 140 },
  { session: 3, at: '2026-03-11T08:00:00Z', fromS: 540, seconds: 60 },
  { session: 3, at: '2026-03-11T08:01:05Z', fromS: 605, seconds: 130 },
] as const;
const TOTAL_S = 735;
const counts = simulatedCounts(TOTAL_S);

interface Sent {
  readonly id: string;
  readonly frames: readonly Uint8Array[];
}

const uuid = (kind: string, n: number): string =>
  `00000000-0000-4000-8000-${kind}${String(n).padStart(10, '0')}`;

/** A stream with everything that a gateway writes: samples, a gap without them, the state of the device, an end. */
function streamOf({ session, at, fromS, seconds }: (typeof STREAMS)[number], n: number): Sent {
  const id = uuid('a0', n);
  const startUs = Date.parse(at) * 1000;
  const sessionStartUs = Date.parse(STREAMS.find((stream) => stream.session === session)!.at) * 1000;
  const options = { sessionId: uuid('b0', session), startUs: sessionStartUs, sensorId: 'one' };
  const open = { ...openBody(options), openedUs: startUs, axes: null };
  const bodies: { kind: number; body: Uint8Array }[] = [{ kind: RECORD_KIND.open, body: json(open) }];
  const gapAt = Math.floor(seconds / 2) * RATE_HZ;
  for (let from = 0; from < seconds * RATE_HZ; from += PER_RECORD) {
    if (from >= gapAt && from < gapAt + GAP_S * RATE_HZ) continue;
    const of = (i: number): readonly number[] => counts(fromS * RATE_HZ + i);
    const to = Math.min(seconds * RATE_HZ, from + PER_RECORD);
    if (from === gapAt + GAP_S * RATE_HZ) bodies.push(...slowRecords(startUs, gapAt));
    bodies.push({ kind: RECORD_KIND.samples, body: samplesBody(startUs, from, to, of) });
  }
  const end = { endUs: startUs + seconds * 1e6, reason: 'test' };
  bodies.push({ kind: RECORD_KIND.close, body: json(end) });
  const frames = bodies.map(({ kind, body }, sequence) =>
    encodeFrame({ streamId: id, sequence, kind: kind as 1, body }),
  );
  return { id, frames };
}

function slowRecords(startUs: number, gapAt: number): { kind: number; body: Uint8Array }[] {
  const gapUs = startUs + (gapAt * 1e6) / RATE_HZ;
  const gap = {
    ...{ startUs: gapUs, endUs: gapUs + GAP_S * 1e6, missing: GAP_S * RATE_HZ, exact: true, cause: 'link' },
  };
  const clock = { clockSlopePpm: 3.5, clockResidualP95Ms: 4.25 };
  const device = { tUs: gapUs, batteryPercent: 80, ...clock, config: { rate: RATE_HZ } };
  return [
    { kind: RECORD_KIND.gap, body: json(gap) },
    { kind: RECORD_KIND.device, body: json(device) },
  ];
}

const recording = STREAMS.map(streamOf);
let server: TestServer;
let expected: WearerTables;

/** What is derived of everything that is stored, once there is nothing left to do, after a restart too. */
async function settled(api: TestApi): Promise<WearerTables> {
  const waiting = async (): Promise<number> => {
    const [row] = await api.rows<{ n: number }>(
      'select ((select count(*) from recompute) + (select count(*) from summary_due))::int as n',
    );
    return row!.n;
  };
  // A worker that has just done the last may be about to find more: a stop waits for it.
  do {
    while ((await waiting()) > 0) await sleep(SOON_MS);
    await api.restart();
  } while ((await waiting()) > 0);
  return wearerTables(api.databaseUrl);
}

/** As a gateway would that never lost its connection. */
async function inOrder(): Promise<WearerTables> {
  const api = await TestApi.start(server);
  try {
    for (const { id, frames } of recording) {
      const gateway = await TestGateway.connect(api.url, [id], GATEWAY);
      await gateway.store(id, frames);
      await gateway.close();
    }
    return await settled(api);
  } finally {
    await api.stop();
  }
}

/**
 * Streams in any order and at the same time, pieces of them again, before their time and after their end, over
 * connections that break, to an API that is started anew; until everything is acknowledged.
 */
async function inDisorder(seed: number): Promise<WearerTables> {
  const random = seededRandom(seed);
  const api = await TestApi.start(server);
  const order = seed === 0 ? recording.toReversed() : shuffled(recording, random);
  const open: Sent[] = [];
  try {
    for (let todo = [...order]; todo.length > 0 || open.length > 0; ) {
      while (todo.length > 0 && (open.length === 0 || random() < 0.4)) open.push(todo.shift()!);
      if (seed === 0) await sendSome(api, open, () => 0.99);
      else await sendSome(api, open, random);
      todo = order.filter((stream) => todo.includes(stream));
      if (random() < 0.1) await api.restart();
    }
    await sendSome(api, [...recording], random);
    return await settled(api);
  } finally {
    await api.stop();
  }
}

/** One connection; streams that are stored as a whole leave `open`. */
async function sendSome(api: TestApi, open: Sent[], random: () => number): Promise<void> {
  const gateway = await connect(api, recording);
  for (const stream of shuffled(open, random)) {
    if (gateway.socket.readyState !== gateway.socket.OPEN) break;
    await sendPiece(gateway, stream, random);
  }
  gateway.socket.terminate();
  const check = await connect(api, open);
  const stored = check.welcome;
  await check.close();
  open.splice(0, open.length, ...open.filter(({ id, frames }) => stored[id]! < frames.length));
}

const connect = (api: TestApi, streams: readonly Sent[]): Promise<TestGateway> =>
  TestGateway.connect(
    api.url,
    streams.map(({ id }) => id),
    GATEWAY,
  );

/** What is next of a stream, twice, after something that was stored before; or pieces before their time. */
async function sendPiece(gateway: TestGateway, { id, frames }: Sent, random: () => number): Promise<void> {
  const stored = (stream: Sent): number =>
    Math.max(gateway.welcome[stream.id]!, gateway.acknowledged.get(stream.id) ?? 0);
  const old = recording[Math.floor(random() * recording.length)]!;
  gateway.send(...old.frames.slice(0, Math.min(stored(old), 40)));
  const from = gateway.welcome[id]!;
  const to = Math.min(frames.length, from + Math.ceil(random() * 120));
  if (random() < 0.15) gateway.send(...shuffled(frames.slice(from), random).slice(0, 3));
  if (to === from) return;
  gateway.send(...frames.slice(from, to), ...frames.slice(from, to));
  await gateway.acknowledgedUpTo(id, to).catch(() => {});
}

beforeAll(async () => {
  server = await startTestServer();
  expected = await inOrder();
});
afterAll(() => server?.stop());

describe('a recording of nine days', () => {
  test('fills every table that it should', () => {
    const filled = ['raw_block', 'gap', 'device_state', 'posture_1s', 'bout', 'rotation_event', 'load_10s'];
    for (const table of [...filled, 'minute_summary', 'day_summary', 'calibration', 'session_pipeline']) {
      expect(expected[table]!.length, table).toBeGreaterThan(1);
    }
    expect(expected.recompute).toEqual([]);
    expect(expected.wear_session!.filter((row) => row.includes('"seed_from": "session"'))).toHaveLength(2);
  });

  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
    'leaves the same rows, byte for byte, replayed, doubled, shuffled and a week late (order %i)',
    async (seed) => {
      const found = await inDisorder(seed);
      if (JSON.stringify(fingerprints(found)) !== JSON.stringify(fingerprints(expected))) {
        expect(fingerprints(found)).toEqual(fingerprints(expected));
      }
      expect(found).toEqual(expected);
    },
  );
});
