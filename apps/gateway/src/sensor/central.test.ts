import { describe, expect, test } from 'vitest';
import { BleFailure, type BleLink, type BleTransport, type Sighting } from '../ble/transport.ts';
import { countingDriver } from '../testing/counting-driver.ts';
import { SensorCatalogue } from './catalogue.ts';
import { Central, type CentralOptions } from './central.ts';
import { choosesSensors } from './sensor-choice.ts';

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
  /** By the clock of this machine; the first pause is a second. */
  async function attemptsIn(
    ms: number,
    transport: BleTransport,
    attempts: readonly string[],
  ): Promise<number> {
    const stop = new AbortController();
    const running = new Central({
      createTransport: () => transport,
      catalogue,
      ...choosesSensors([], { kind: 'hci' }, catalogue),
      serve: async () => ({ reason: 'it said nothing', streamed: false, finished: false }),
      ...{ status: () => {}, radio: () => {}, heard: () => {}, say: () => {} },
      nowMs: () => performance.now(),
    }).run(stop.signal);
    await new Promise((done) => setTimeout(done, ms));
    const made = attempts.length;
    stop.abort();
    await running;
    return made;
  }

  test.each([
    ['a connection', ['a']],
    ['a sensor that never sends', []],
  ])('%s', async (_, refuses) => {
    const attempts: string[] = [];
    expect(await attemptsIn(600, radio(['a'], refuses, attempts), attempts)).toBe(1);
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
