import { describe, expect, test, vi } from 'vitest';
import { BleFailure, type BleLink, type BleTransport, type Sighting } from '../ble/transport.ts';
import { countingDriver } from '../testing/counting-driver.ts';
import { SensorCatalogue } from './catalogue.ts';
import { Central, type CentralOptions } from './central.ts';
import { choosesSensors } from './sensor-choice.ts';

/** The machine may be busy. */
const SETTLED = { timeout: 60_000, interval: 10 };
const catalogue = new SensorCatalogue([countingDriver], {});
const sighting = (id: string): Sighting => ({
  id,
  name: id,
  address: null,
  advertisement: { localName: `counting ${id}`, serviceUuids: [], manufacturerData: null },
  rssiDbm: -60,
});

/** A radio on which the listed sensors are heard again and again; connecting to `refuses` fails. */
function radio(ids: readonly string[], refuses: readonly string[], attempts: string[]): BleTransport {
  let timer: NodeJS.Timeout | undefined;
  return {
    title: 'a radio',
    open: async () => {},
    startScan: async (heard) => {
      timer = setInterval(() => {
        for (const id of ids) heard(sighting(id));
      }, 5);
    },
    stopScan: async () => clearInterval(timer),
    onLost: () => {},
    close: async () => clearInterval(timer),
    connect: async (id) => {
      attempts.push(id);
      if (refuses.includes(id)) throw new BleFailure('link', 'refused.', '');
      return { id, disconnect: async () => {} } as BleLink;
    },
  };
}

async function run(choice: ReturnType<typeof choosesSensors>, transport: BleTransport, until: () => boolean) {
  const stop = new AbortController();
  const served: string[] = [];
  let nowMs = 0;
  const options: CentralOptions = {
    createTransport: () => transport,
    catalogue,
    ...choice,
    serve: async (link, _sighting, _driver, signal) => {
      served.push(link.id);
      await new Promise((done) => signal.addEventListener('abort', done));
      return { reason: 'stopped', streamed: true, finished: false };
    },
    status: () => {},
    radio: () => {},
    heard: () => {},
    say: () => {},
    // Backoffs pass at once.
    nowMs: () => {
      nowMs += 10_000;
      return nowMs;
    },
  };
  const running = new Central(options).run(stop.signal);
  while (!until()) await new Promise((done) => setTimeout(done, 5));
  stop.abort();
  await running;
  return served;
}

test('before any sensor is paired the first known one is held, and a second one is left alone', async () => {
  const attempts: string[] = [];
  const choice = choosesSensors([], { kind: 'hci' }, catalogue);
  const served = await run(choice, radio(['a', 'b'], [], attempts), () => attempts.length > 0);
  expect([attempts, served]).toEqual([['a'], ['a']]);
});

test('a sensor that cannot be connected does not keep another one from its place', async () => {
  const attempts: string[] = [];
  const choice = choosesSensors([], { kind: 'hci' }, catalogue);
  const served = await run(choice, radio(['a', 'b'], ['a'], attempts), () => attempts.includes('b'));
  expect(attempts.filter((id) => id === 'a').length).toBeGreaterThanOrEqual(3);
  expect(attempts.indexOf('b')).toBeLessThan(10);
  expect(served).toEqual(['b']);
});

test('paired sensors are all held, and no others', async () => {
  const attempts: string[] = [];
  const paired = ['b', 'c'].map((id) => ({ id, driver: 'counting', name: id }));
  const choice = choosesSensors(paired, { kind: 'hci' }, catalogue);
  const served = await run(choice, radio(['a', 'b', 'c'], [], attempts), () => attempts.length === 2);
  expect(served.sort()).toEqual(['b', 'c']);
});

describe('what failed is tried again after a pause', () => {
  const PAUSE_MS = 1_000;
  const A_WHILE_MS = 100;

  test.each([
    ['a connection', ['a']],
    ['a sensor that never sends', []],
  ])('%s', async (_, refuses) => {
    const attempts: string[] = [];
    const stop = new AbortController();
    let nowMs = 0;
    const running = new Central({
      createTransport: () => radio(['a'], refuses, attempts),
      catalogue,
      ...choosesSensors([], { kind: 'hci' }, catalogue),
      serve: async () => ({ reason: 'it said nothing', streamed: false, finished: false }),
      ...{ status: () => {}, radio: () => {}, heard: () => {}, say: () => {} },
      nowMs: () => nowMs,
    }).run(stop.signal);
    await vi.waitFor(() => expect(attempts).toHaveLength(1), SETTLED);
    nowMs = PAUSE_MS - 1;
    await new Promise((done) => setTimeout(done, A_WHILE_MS));
    expect(attempts).toHaveLength(1);
    nowMs = PAUSE_MS;
    await vi.waitFor(() => expect(attempts).toHaveLength(2), SETTLED);
    stop.abort();
    await running;
  });
});

test('nobody is listened for while a connection is made', async () => {
  const attempts: string[] = [];
  const calls: string[] = [];
  const air = radio(['a'], [], attempts);
  const told: BleTransport = {
    ...air,
    startScan: (heard) => {
      calls.push('scan');
      return air.startScan(heard);
    },
    stopScan: () => {
      calls.push('stop');
      return air.stopScan();
    },
    connect: (id) => {
      calls.push('connect');
      return air.connect(id);
    },
  };
  await run(choosesSensors([], { kind: 'hci' }, catalogue), told, () => attempts.length > 0);
  expect(calls.slice(0, 3)).toEqual(['scan', 'stop', 'connect']);
});
