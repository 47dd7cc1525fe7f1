import { Logger } from '@nestjs/common';
import { decodeBlock, RECORD_KIND } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { CHANNELS, json, RATE_HZ, samplesBody } from '../testing/records.ts';
import { ImuColumns } from './imu-columns.ts';
import type { StreamRow } from './ingest.repository.ts';
import type { IncomingRecord } from './record-bodies.ts';
import { SessionIngest } from './session-ingest.ts';
import { SessionPipeline } from './session-pipeline.ts';
import { StreamIngest } from './stream-ingest.ts';

const START_US = 1_795_000_003_000_000;
const NOW_MS = START_US / 1000 + 60_000;
const ENCODINGS = CHANNELS.map(({ encoding }) => encoding);

function rowOf(id: number): StreamRow {
  const ids = {
    id,
    uuid: `00000000-0000-4000-8000-00000000000${id}`,
    wearerId: 1,
    tenantId: 1,
    sessionId: 5,
  };
  const source = { channels: CHANNELS, rateHz: RATE_HZ, axes: 'up,right,forward', seed: null };
  return { ...ids, ...source, ended: false, nextSeq: 1, samples: 0, lastUs: null };
}

function newSession(): { session: SessionIngest; stream: StreamIngest } {
  const session = new SessionIngest(rowOf(1), SessionPipeline.of(rowOf(1)));
  const stream = new StreamIngest(rowOf(1), null);
  session.add(stream);
  return { session, stream };
}

const record = (sequence: number, kind: keyof typeof RECORD_KIND, body: Uint8Array): IncomingRecord => ({
  streamId: rowOf(1).uuid,
  sequence,
  kind: RECORD_KIND[kind],
  body,
});
const samples = (sequence: number, from: number, to: number) =>
  record(sequence, 'samples', samplesBody(START_US, from, to));

describe('a session in memory', () => {
  test('gives out what came since the last time, and where the ledger must stand for it', () => {
    const { session, stream } = newSession();
    session.accept(stream, samples(1, 0, 300), NOW_MS);
    expect(session.take(NOW_MS, false)?.streams).toMatchObject([
      { expectedSeq: 1, nextSeq: 2, samples: 300 },
    ]);
    session.accept(stream, samples(2, 300, 350), NOW_MS);
    session.accept(stream, record(3, 'close', json({ endUs: START_US, reason: 'end' })), NOW_MS);
    const write = session.take(NOW_MS, false)!;
    expect(write.streams).toMatchObject([
      { expectedSeq: 2, nextSeq: 4, samples: 350, close: { reason: 'end' } },
    ]);
    expect(session.take(NOW_MS, false)).toBeNull();
    expect(session.committed(write)).toEqual([stream]);
  });

  test('keeps the state of its pipeline after many samples too, when hours are caught up in seconds', () => {
    const { session, stream } = newSession();
    session.accept(stream, samples(1, 0, 300), NOW_MS);
    session.take(NOW_MS, false);
    for (let i = 0; i < 100; i++)
      session.accept(stream, samples(2 + i, 300 + i * 1000, 1300 + i * 1000), NOW_MS);
    expect(session.take(NOW_MS + 1_000, false)?.state?.lastUs).toBe(START_US + 100_299 * 10_000);
  });

  test('keeps the state of its pipeline now and then, and always at the end', () => {
    const { session, stream } = newSession();
    session.accept(stream, samples(1, 0, 300), NOW_MS);
    expect(session.take(NOW_MS, false)?.state?.lastUs).toBe(START_US + 299 * 10_000);
    session.accept(stream, samples(2, 300, 310), NOW_MS);
    expect(session.take(NOW_MS + 1_000, false)?.state).toBeNull();
    expect(session.take(NOW_MS + 1_000, true)?.state?.lastUs).toBe(START_US + 309 * 10_000);
    expect(session.take(NOW_MS + 1_000, true)).toBeNull();
  });

  test('knows how much of it is not stored', () => {
    const { session, stream } = newSession();
    session.accept(stream, samples(1, 0, 300), NOW_MS);
    const { pendingBytes } = session;
    expect(pendingBytes).toBe(samples(1, 0, 300).body.length);
    const write = session.take(NOW_MS, false)!;
    expect(session.pendingBytes).toBe(pendingBytes);
    session.committed(write);
    expect(session.pendingBytes).toBe(0);
  });

  test('marks samples that are older than what was analysed', () => {
    const { session, stream } = newSession();
    const earlier = new StreamIngest({ ...rowOf(2) }, null);
    session.add(earlier);
    session.accept(stream, samples(1, 1_000, 1_100), NOW_MS);
    session.accept(earlier, { ...samples(1, 0, 100), streamId: rowOf(2).uuid }, NOW_MS);
    expect(session.take(NOW_MS, false)?.recomputeFromUs).toBe(START_US);
  });

  test('stores samples whose analysis fails, and marks them to be analysed again', () => {
    Logger.overrideLogger(false);
    const { session, stream } = newSession();
    // Columns that the block does not have: a fault as a mistake in the analysis would be.
    const wrong = ImuColumns.of([
      ...CHANNELS.map((c) => ({ ...c, quantity: 'quat' as const })),
      ...CHANNELS,
    ])!;
    session.replay(decodeBlock(samplesBody(START_US, 0, 10), ENCODINGS), wrong);
    expect(session.pipeline).toBeNull();
    const { verdict, output } = session.accept(stream, samples(1, 10, 20), NOW_MS);
    expect([verdict.kind, output]).toEqual(['samples', null]);
    expect(session.take(NOW_MS, false)).toMatchObject({
      streams: [{ samples: 10 }],
      recomputeFromUs: START_US,
      state: null,
    });
  });
});
