import { decodeBlock } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { CHANNELS, RATE_HZ, samplesBody } from '../testing/records.ts';
import { DerivedRowsBuilder } from './derived-rows.ts';
import { ImuColumns } from './imu-columns.ts';
import { packState } from './pack-write.ts';
import { type SampleSource, SessionPipeline } from './session-pipeline.ts';

const START_US = 1_795_000_003_000_000;
const SOURCE: SampleSource = { channels: CHANNELS, rateHz: RATE_HZ, axes: 'up,right,forward', seed: null };
const columns = ImuColumns.of(CHANNELS)!;
const block = (from: number, to: number) =>
  decodeBlock(
    samplesBody(START_US, from, to),
    CHANNELS.map(({ encoding }) => encoding),
  );

async function derive(cuts: readonly number[], resumeAt: ReadonlySet<number>): Promise<unknown> {
  const rows = new DerivedRowsBuilder();
  let pipeline = SessionPipeline.of(SOURCE)!;
  for (let i = 1; i < cuts.length; i++) {
    rows.add(pipeline.push(block(cuts[i - 1]!, cuts[i]!), columns));
    if (resumeAt.has(i)) pipeline = SessionPipeline.resume(SOURCE, await packState(pipeline.state()!))!;
  }
  rows.add(pipeline.close());
  return rows.take();
}

describe('the pipeline of a session', () => {
  test('says the same after a stop and a start anywhere', async () => {
    const cuts = Array.from({ length: 41 }, (_, i) => i * 75);
    const whole = await derive([0, 3000], new Set());
    expect(await derive(cuts, new Set([1, 7, 20, 33]))).toEqual(whole);
  });

  test('keeps nothing of the samples it was given, whose memory serves the next session', () => {
    const alone = SessionPipeline.of(SOURCE)!;
    const [one, other] = [SessionPipeline.of(SOURCE)!, SessionPipeline.of(SOURCE)!];
    for (let at = 0; at < 2000; at += 50) {
      alone.push(block(at, at + 50), columns);
    }
    for (let at = 0; at < 2000; at += 50) {
      one.push(block(at, at + 50), columns);
      other.push(block(3 * at, 3 * at + 50), columns);
    }
    expect(one.state()).toEqual(alone.state());
  });

  test('knows what its samples can tell', () => {
    const acc = CHANNELS.filter(({ quantity }) => quantity === 'acc');
    expect(SessionPipeline.of({ ...SOURCE, channels: acc })?.parameters).toContain('"hasGyro":false');
    const gyr = CHANNELS.filter(({ quantity }) => quantity === 'gyr');
    expect(SessionPipeline.of({ ...SOURCE, channels: gyr })).toBeNull();
  });

  test('begins anew from a snapshot that is not its own or cannot be read', async () => {
    const pipeline = SessionPipeline.of(SOURCE)!;
    pipeline.push(block(0, 500), columns);
    const snapshot = await packState(pipeline.state()!);
    expect(SessionPipeline.resume(SOURCE, snapshot)?.lastUs).toBe(snapshot.lastUs);
    expect(SessionPipeline.resume({ ...SOURCE, rateHz: 50 }, snapshot)?.lastUs).toBeNull();
    expect(SessionPipeline.resume(SOURCE, { ...snapshot, bytes: new Uint8Array([1, 2]) })?.lastUs).toBeNull();
  });

  test('has no state to keep before its first sample', () => {
    expect(SessionPipeline.of(SOURCE)?.state()).toBeNull();
  });
});

describe('columns of a stream', () => {
  test('become SI units by the factors of its opening record', () => {
    const raw = block(0, 3);
    const { accMps2, gyrRadps, magUt, n } = columns.batch(raw);
    expect(n).toBe(3);
    expect(accMps2.x[1]).toBe(raw.channels[0]![1]! * CHANNELS[0]!.lsb);
    expect(gyrRadps?.z[2]).toBe(raw.channels[5]![2]! * CHANNELS[5]!.lsb);
    expect(magUt).toBeNull();
  });

  test('are found whatever their order', () => {
    const reversed = ImuColumns.of(CHANNELS.toReversed())!;
    const raw = block(0, 1);
    const batch = reversed.batch({ ...raw, channels: raw.channels.toReversed() });
    expect(batch.accMps2.x[0]).toBe(columns.batch(raw).accMps2.x[0]);
  });
});
