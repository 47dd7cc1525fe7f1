import { encodeBlock, RECORD_KIND, type StreamOpen } from '@plumbline/contract';
import type { Outbox } from '../outbox/outbox.ts';

export const EPOCH_US = 1_795_000_000_000_000;
export const PERIOD_US = 10_000;
export const SAMPLES_PER_RECORD = 3;

/** A stream of a three-axis sensor at 100 Hz. */
export const streamOpen: StreamOpen = {
  protocol: 1,
  sensor: { id: 'c0de00000001', name: 'WT901BLE67', driver: 'witmotion' },
  session: { id: '7c0a1c3e-5a0c-4d9c-9d0a-0d3d6a1f2b11', startedUs: EPOCH_US, timeZone: 'Europe/Berlin' },
  channels: (['x', 'y', 'z'] as const).map((axis) => ({
    quantity: 'acc',
    axis,
    lsb: 0.0048,
    encoding: 'int',
  })),
  rateHz: 100,
  openedUs: EPOCH_US,
  axes: null,
  decoder: 'witmotion@0.1.0',
  source: 'sensor',
};

/** Appends record `index` of a steady stream: three samples. */
export function appendSamples(outbox: Outbox, streamId: string, index: number): number {
  const n = SAMPLES_PER_RECORD;
  const tUs = Float64Array.from({ length: n }, (_, i) => EPOCH_US + (n * index + i) * PERIOD_US);
  const channels = [1, 2, 3].map((c) => new Float64Array(n).fill(index * c));
  const body = encodeBlock({ n, tUs, channels }, ['int', 'int', 'int']);
  return outbox.append(streamId, RECORD_KIND.samples, body, tUs[n - 1]!);
}
