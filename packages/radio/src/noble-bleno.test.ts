import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { netBindings, registerNetDriver } from './hci-net/index.ts';
import { VirtualRadio } from './virtual/index.ts';

registerNetDriver(import.meta.url);
const { withBindings: centralWith } = await import('@stoprocent/noble');
const { withBindings: peripheralWith } = await import('@stoprocent/bleno');

const uuid = (short: string): string => `0000${short}-0000-1000-8000-00805f9a34fb`;
const compact = (short: string): string => uuid(short).replaceAll('-', '');
const FRAME_BYTES = 20;
const FAST = { minInterval: 6, maxInterval: 6, latency: 0, timeout: 42 };
const STREAM_HZ = 200;
const FRAMES_PER_NOTIFICATION = 8;

let folder: string;
let radio: VirtualRadio;
let central: ReturnType<typeof centralWith>;
let sensor: ReturnType<typeof peripheralWith>;
let inFlight = 0;
let send: ((bytes?: Buffer) => void) | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-radio-'));
  const path = join(folder, 'hci');
  radio = new VirtualRadio();
  await radio.listen(path);
  central = centralWith('hci', netBindings(path));
  sensor = peripheralWith(
    'hci',
    netBindings(path, {
      onInFlight: (packets) => {
        inFlight = packets;
      },
    }),
  );
  await Promise.all([central.waitForPoweredOnAsync(), sensor.waitForPoweredOnAsync()]);
  await serve();
});

afterEach(async () => {
  central.stop();
  sensor.stop();
  await radio.close();
  await rm(folder, { recursive: true });
});

async function serve(): Promise<void> {
  const notify = new sensor.Characteristic({
    uuid: uuid('ffe4'),
    properties: ['notify'],
    onSubscribe: (_handle, _maxBytes, update) => {
      send = update;
    },
    onUnsubscribe: () => {
      send = null;
    },
  });
  await sensor.setServicesAsync([
    new sensor.PrimaryService({ uuid: uuid('ffe5'), characteristics: [notify] }),
  ]);
  await sensor.startAdvertisingAsync('WT901BLE67', [uuid('ffe5')]);
}

async function subscribe() {
  const discovered = once(central, 'discover');
  await central.startScanningAsync([compact('ffe5')], false);
  const [peripheral] = (await discovered) as [{ readonly id: string }];
  await central.stopScanningAsync();
  const found = await central.connectAsync(peripheral.id, FAST);
  const { characteristics } = await found.discoverSomeServicesAndCharacteristicsAsync(
    [compact('ffe5')],
    [compact('ffe4')],
  );
  const characteristic = characteristics[0]!;
  await characteristic.subscribeAsync();
  return { found, characteristic };
}

/** Numbers every frame, so that a loss, a repeat and a swap all show. */
function frames(first: number, count: number): Buffer {
  const bytes = Buffer.alloc(count * FRAME_BYTES, 0x55);
  for (let i = 0; i < count; i++) bytes.writeUInt32LE(first + i, i * FRAME_BYTES);
  return bytes;
}

describe('stock noble and bleno over the virtual radio', () => {
  test('scan, connect, subscribe and receive every frame in order', async () => {
    const { found, characteristic } = await subscribe();
    expect(found.advertisement.localName).toBe('WT901BLE67');
    const numbers: number[] = [];
    const wanted = STREAM_HZ;
    const all = new Promise<void>((done) => {
      characteristic.on('data', (bytes: Buffer) => {
        for (let at = 0; at < bytes.length; at += FRAME_BYTES) numbers.push(bytes.readUInt32LE(at));
        if (numbers.length >= wanted) done();
      });
    });
    for (let n = 0; n < wanted; n += FRAMES_PER_NOTIFICATION) send!(frames(n, FRAMES_PER_NOTIFICATION));
    await all;
    expect(numbers).toEqual(Array.from({ length: wanted }, (_, i) => i));
  });

  test('tells when everything handed over has crossed', async () => {
    const { characteristic } = await subscribe();
    send!(frames(0, 1));
    expect(inFlight).toBeGreaterThan(0);
    await once(characteristic, 'data');
    while (inFlight > 0) await new Promise((done) => setImmediate(done));
  });

  test('a peripheral that is switched off is missed by supervision', async () => {
    const { found } = await subscribe();
    const gone = once(found, 'disconnect');
    radio.find(sensor.address)!.unplug();
    const [reason] = await gone;
    expect(reason).toBe(8);
  });

  test('a peripheral that hangs up can be found again', async () => {
    const first = await subscribe();
    const gone = once(first.found, 'disconnect');
    sensor.disconnect();
    await gone;
    const second = await subscribe();
    const received = once(second.characteristic, 'data');
    send!(frames(7, 1));
    expect((await received)[0].readUInt32LE(0)).toBe(7);
  });
});

test('a controller that is plugged in later is found by the same instance', async () => {
  const path = join(folder, 'later');
  const patient = centralWith('hci', netBindings(path));
  const up = patient.waitForPoweredOnAsync(10_000);
  const other = new VirtualRadio();
  await other.listen(path);
  await up;
  patient.stop();
  await other.close();
});

test('the driver may be registered twice', () => {
  expect(() => registerNetDriver(import.meta.url)).not.toThrow();
});
