import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame, RECORD_KIND, type StreamClose, type StreamOpen } from '@plumbline/contract';
import { findDriver } from '@plumbline/sensor-protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BleTransport } from './ble/transport.ts';
import { loadConfig } from './config/config.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { parseBody } from './outbox/body.ts';
import { OUTBOX_DEFAULTS, Outbox } from './outbox/outbox.ts';
import { OutboxReader } from './outbox/reader.ts';
import { loadCatalogue } from './sensor/catalogue.ts';
import { GatewayState } from './store/gateway-state.ts';
import { MemoryLink } from './testing/memory-link.ts';
import { appendSamples, EPOCH_US, SAMPLES_PER_RECORD, streamOpen } from './testing/sample-stream.ts';
import { HostClock } from './time/host-clock.ts';

const THINGY = findDriver('thingy52');
const AT_REST = { accMps2: [9.8, 0, 0], gyrRadps: [0, 0, 0], magUt: null } as const;
const TWO_HOURS_MS = 7_200_000;
/** The machine may be busy. */
const SETTLED = { timeout: 60_000, interval: 10 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-gateway-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One sensor, heard again and again; `links` are its connections, the latest last. */
function airOf(links: MemoryLink[]): BleTransport {
  let timer: NodeJS.Timeout | undefined;
  const advertisement = { localName: 'Thingy', serviceUuids: [], manufacturerData: null };
  return {
    title: 'a radio',
    open: async () => {},
    startScan: async (heard) => {
      const sighting = { id: 'memory', name: 'Thingy', address: null, advertisement, rssiDbm: -60 };
      timer = setInterval(() => heard(sighting), 5);
    },
    stopScan: async () => clearInterval(timer),
    onLost: () => {},
    close: async () => clearInterval(timer),
    connect: async () => {
      links.push(new MemoryLink(THINGY.createVirtual()));
      return links.at(-1)!;
    },
  };
}

const ownClock = (): HostClock =>
  new HostClock({ monotonicNs: () => process.hrtime.bigint(), wallMs: () => Date.now() }, null);

/** What an earlier run left in the outbox. */
function leftBehind(records: number): string {
  const outbox = new Outbox({
    ...{ directory: join(folder, 'outbox'), ...OUTBOX_DEFAULTS, segmentBytes: 400 },
    ...{ nowMs: Date.now, newId: () => crypto.randomUUID() },
  });
  const id = outbox.begin(streamOpen);
  for (let i = 0; i < records; i++) appendSamples(outbox, id, i);
  outbox.close();
  return id;
}

const said: string[] = [];

function gatewayOn(
  transport: BleTransport,
  clock: HostClock,
  outboxBounds: GatewayOptions['outboxBounds'] = OUTBOX_DEFAULTS,
): Gateway {
  said.length = 0;
  const env = { PLUMBLINE_BLE: 'net:/none', PLUMBLINE_API: 'ws://127.0.0.1:9', PLUMBLINE_DATA_DIR: folder };
  const config = loadConfig({ flags: {}, env, platform: 'linux', folder });
  return new Gateway({
    config,
    outboxBounds,
    outboxDirectory: join(folder, 'outbox'),
    state: new GatewayState(folder, () => crypto.randomUUID()),
    catalogue: loadCatalogue(config, folder),
    clock,
    newId: () => crypto.randomUUID(),
    say: (line) => said.push(line),
    createTransport: () => transport,
  });
}

function openedUs(outbox: Outbox): number[] {
  const reader = new OutboxReader(outbox);
  const frames = reader.take(1e6).map(({ frame }) => decodeFrame(frame));
  reader.close();
  const opens = frames.filter(({ kind }) => kind === RECORD_KIND.open);
  return opens.map(({ body }) => parseBody<StreamOpen>(body).openedUs);
}

test('the first samples after the computer slept have the time of day', async () => {
  let sleptMs = 0;
  const wallMs = (): number => Date.now() + sleptMs;
  const clock = new HostClock({ monotonicNs: () => process.hrtime.bigint(), wallMs }, null);
  const links: MemoryLink[] = [];
  const gateway = gatewayOn(airOf(links), clock);
  const stop = new AbortController();
  const running = gateway.run(stop.signal);
  const measuring = setInterval(() => links.at(-1)?.sample(AT_REST), 5);
  await vi.waitFor(() => expect(openedUs(gateway.outbox)).toHaveLength(1), SETTLED);
  // The monotonic clock stands still meanwhile, and the link is gone.
  sleptMs = TWO_HOURS_MS;
  await links[0]!.disconnect();
  await vi.waitFor(() => expect(openedUs(gateway.outbox)).toHaveLength(2), SETTLED);
  const [before, after] = openedUs(gateway.outbox);
  expect(after! - before!).toBeGreaterThanOrEqual(TWO_HOURS_MS * 1000);
  clearInterval(measuring);
  stop.abort();
  await running;
});

test('what a crash left open is closed with its reason, and where it ended is remembered', () => {
  const id = leftBehind(5);
  const { outbox } = gatewayOn(airOf([]), ownClock());
  expect(said).toEqual(['The last run stopped without warning; its stream is closed.']);
  const reader = new OutboxReader(outbox);
  const last = reader.take(1e6).findLast(({ streamId }) => streamId === id)!;
  reader.close();
  const close = decodeFrame(last.frame);
  expect([close.kind, parseBody<StreamClose>(close.body).reason]).toEqual([
    RECORD_KIND.close,
    'the gateway stopped without warning',
  ]);
  const endUs = EPOCH_US + (5 * SAMPLES_PER_RECORD - 1) * 10_000;
  const remembered = new GatewayState(folder, () => crypto.randomUUID()).sensor(streamOpen.sensor.id);
  expect(remembered).toMatchObject({ sessionId: streamOpen.session.id, endUs });
  outbox.close();
});

test('what the outbox had to drop is told, with how much that was', async () => {
  leftBehind(100);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const gateway = gatewayOn(airOf([]), ownClock(), { ...OUTBOX_DEFAULTS, maxBytes: 2_500 });
  const stop = new AbortController();
  const running = gateway.run(stop.signal);
  vi.advanceTimersByTime(60_000);
  const { outbox, lastError } = gateway.health();
  expect(outbox.droppedSamples).toBeGreaterThan(200);
  const told = `The outbox is full: ${outbox.droppedSamples} samples, the oldest, were dropped`;
  expect(said).toContainEqual(expect.stringContaining(told));
  expect(lastError?.text).toContain(told);
  stop.abort();
  await running;
  vi.useRealTimers();
});
