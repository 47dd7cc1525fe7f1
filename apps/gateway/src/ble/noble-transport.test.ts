import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Peripheral } from '@stoprocent/noble';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Rig, until } from '../testing/rig.ts';
import { createNoble } from './noble-instance.ts';
import { NobleLink } from './noble-link.ts';
import { NobleTransport } from './noble-transport.ts';
import type { Sighting } from './transport.ts';

const NOTIFY = 'ffe4';
const TIMEOUT_MS = 180_000;

let rig: Rig;
beforeEach(async () => {
  rig = new Rig();
  await rig.start();
});
afterEach(() => rig.stop());

/** Every listener on every emitter that can be reached from here. */
function listenersOf(root: object): number {
  const seen = new Set<object>([root]);
  let listeners = 0;
  for (const node of seen) {
    if (node instanceof EventEmitter)
      for (const name of node.eventNames()) listeners += node.listenerCount(name);
    const inside = node instanceof Map ? [...node.values()] : Object.values(node);
    for (const value of inside) if (isOpen(value)) seen.add(value);
  }
  return listeners + process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

const isOpen = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

test('connections made and lost leave no listener behind', { timeout: TIMEOUT_MS }, async () => {
  await rig.startSensor();
  const noble = await createNoble({ kind: 'net', where: rig.socket });
  const heard = new Promise<Peripheral>((done) => noble.once('discover', done));
  await noble.waitForPoweredOnAsync();
  await noble.startScanningAsync([], true);
  const peripheral = await heard;
  const counts: number[] = [];
  for (let round = 0; round < 12; round++) {
    await peripheral.connectAsync();
    const link = new NobleLink(peripheral.id, peripheral);
    await link.discover();
    let bytes = 0;
    await link.subscribe(NOTIFY, (_name, notification) => {
      bytes += notification.length;
    });
    await until('a notification', () => bytes > 0);
    await link.disconnect();
    counts.push(listenersOf(noble));
  }
  noble.stop();
  expect(new Set(counts.slice(2)).size, counts.join(' ')).toBe(1);
});

test('a link is asked for with short intervals and a patience of 4 s', { timeout: TIMEOUT_MS }, async () => {
  await rig.startSensor();
  const asked = new Promise<object>((done) => rig.radio.once('link', ({ parameters }) => done(parameters)));
  const transport = new NobleTransport({ kind: 'net', where: rig.socket });
  await transport.open();
  const heard = new Promise<Sighting>((done) => void transport.startScan(done));
  const { id } = await heard;
  await transport.stopScan();
  const link = await transport.connect(id);
  // Units of 1.25 ms and 10 ms: the radio grants the longest interval, 15 ms.
  expect(await asked).toMatchObject({ interval: 12, latency: 0, supervisionTimeout: 400 });
  await link.disconnect();
  await transport.close();
});

test('what never ends is ended: a sensor that is gone, a radio that is not there', {
  timeout: TIMEOUT_MS,
}, async () => {
  await rig.startSensor();
  const transport = new NobleTransport({ kind: 'net', where: rig.socket });
  await transport.open();
  const { id } = await new Promise<Sighting>((done) => void transport.startScan(done));
  await transport.stopScan();
  await rig.killSensor();
  const nowhere = new NobleTransport({ kind: 'net', where: join(rig.folder, 'nothing') });
  const [connecting, opening] = await Promise.allSettled([transport.connect(id), nowhere.open()]);
  expect(connecting).toMatchObject({ status: 'rejected', reason: { code: 'link' } });
  expect(opening).toMatchObject({ status: 'rejected', reason: { code: 'no-adapter' } });
  await transport.close();
  await nowhere.close();
});
