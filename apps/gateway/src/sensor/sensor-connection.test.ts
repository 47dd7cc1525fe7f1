import type { SensorStatus } from '@plumbline/contract';
import { createVirtualWitMotion, type SensorSample, witmotion } from '@plumbline/sensor-protocol';
import { describe, expect, test } from 'vitest';
import { CsvRecorder } from '../record/csv-recorder.ts';
import { MemoryLink } from '../testing/memory-link.ts';
import { until } from '../testing/rig.ts';
import { HostClock } from '../time/host-clock.ts';
import { SensorConnection } from './sensor-connection.ts';

const SETTINGS = { rateHz: 50, extra: {} };
const text = (words: string): Uint8Array => Buffer.from(words);
const atRest = (g: number): SensorSample => ({ accMps2: [0, 0, 9.81 * g], gyrRadps: [0, 0, 0], magUt: null });

function connect(link: MemoryLink, monotonicNs: () => bigint = process.hrtime.bigint) {
  const clock = new HostClock({ monotonicNs, wallMs: () => Date.now() }, null);
  const status: Partial<SensorStatus> = {};
  const recorder = new CsvRecorder({
    driver: witmotion,
    settings: SETTINGS,
    clock,
    seedSlopePpm: null,
    afterUs: 0,
    write: () => {},
    withHeader: false,
    capture: null,
  });
  const connection = new SensorConnection({
    link,
    name: 'a sensor',
    driver: witmotion,
    settings: SETTINGS,
    recorder,
    clock,
    status: (change) => Object.assign(status, change),
    say: () => {},
  });
  const stop = new AbortController();
  const ended = connection.run(stop.signal);
  return { status, recorder, ended, stop };
}

describe.concurrent('a connection', () => {
  test('reads battery and device information where they are, and hears of the battery', async () => {
    const link = new MemoryLink(createVirtualWitMotion(), {
      '2a19': Uint8Array.of(64),
      '2a26': text('1.2.3\0'),
    });
    const { status, ended, stop, recorder } = connect(link);
    await until('it is set up', () => recorder.stream.recording);
    expect(status.batteryPercent).toBe(100);
    link.deliver([{ characteristic: '2a19', bytes: Uint8Array.of(41) }]);
    expect(status.batteryPercent).toBe(41);
    link.deliver([{ characteristic: '2a19', bytes: Uint8Array.of(255) }]);
    expect(status.batteryPercent).toBe(41);
    stop.abort();
    await ended;
  });

  test('sets the sensor up, tells of its samples, and slows it down when it is stopped', async () => {
    const virtual = createVirtualWitMotion();
    const link = new MemoryLink(virtual);
    const { status, ended, stop, recorder } = connect(link);
    await until('it is set up', () => recorder.stream.recording);
    expect(virtual.rateHz()).toBe(50);
    for (let i = 0; i < 10; i++) link.sample(atRest(1));
    await until('streaming', () => status.state === 'streaming');
    stop.abort();
    expect(await ended).toBe('the gateway was stopped');
    expect(virtual.rateHz()).toBe(10);
    expect([recorder.samples, link.connected]).toEqual([10, false]);
  });

  test('does not take it for silence of the sensor that the computer stood still', async () => {
    const standstill = { ns: 0n, over: () => {} };
    const hearNs = (): bigint => process.hrtime.bigint() + standstill.ns;
    // What came meanwhile is heard after the first look at the clock.
    const lookNs = (): bigint => {
      setImmediate(standstill.over);
      return hearNs();
    };
    const link = new MemoryLink(createVirtualWitMotion(), {}, hearNs);
    const { status, ended, stop, recorder } = connect(link, lookNs);
    await until('it is set up', () => recorder.stream.recording);
    const measure = (): void => {
      for (let i = 0; i < 10; i++) link.sample(atRest(1));
    };
    measure();
    await until('streaming', () => status.state === 'streaming');
    const heard = new Promise<void>((done) => {
      standstill.over = () => {
        measure();
        done();
      };
    });
    standstill.ns = 20_000_000_000n;
    await heard;
    status.state = 'stalled';
    await until('streaming again', () => status.state === 'streaming');
    stop.abort();
    expect(await ended).toBe('the gateway was stopped');
  });

  test('tells of silence, and is made anew where it lasts', async () => {
    let standstillNs = 0n;
    const nowNs = (): bigint => process.hrtime.bigint() + standstillNs;
    const { status, ended, recorder } = connect(new MemoryLink(createVirtualWitMotion(), {}, nowNs), nowNs);
    await until('it is set up', () => recorder.stream.recording);
    standstillNs += 3_000_000_000n;
    await until('stalled', () => status.state === 'stalled');
    expect(status.reason).toMatch(/connected, but no sample for \d s/);
    standstillNs += 8_000_000_000n;
    expect(await ended).toBe('the sensor sent nothing for 10 s');
  });

  test('is refused by a sensor that contradicts its configuration, with what was asked', async () => {
    const virtual = createVirtualWitMotion({ strictUnlock: true });
    const write = virtual.write.bind(virtual);
    const locked = (uuid: string, bytes: Uint8Array, nowUs: number) =>
      bytes[2] === 0x69 ? [] : write(uuid, bytes, nowUs);
    virtual.write = locked;
    const { ended } = connect(new MemoryLink(virtual));
    await expect(ended).rejects.toThrow(
      'answers algorithm = 0 instead of 1, asked to: read the algorithm back',
    );
  });

  test('is given up where a body cannot measure such a thing: another scale', async () => {
    const link = new MemoryLink(createVirtualWitMotion());
    const { ended, recorder } = connect(link);
    const refused = expect(ended).rejects.toThrow(
      /acceleration is implausible: 8.00 g over 2 s, not 0.2 to 3 g/,
    );
    await until('it is set up', () => recorder.stream.recording);
    for (let i = 0; i < 110; i++) link.sample(atRest(8));
    await refused;
  });

  test('fails with what to do where the sensor has none of the services', async () => {
    const virtual = createVirtualWitMotion();
    const link = new MemoryLink({
      ...virtual,
      services: [],
      subscribe: () => [],
    } as unknown as typeof virtual);
    await expect(connect(link).ended).rejects.toThrow('none of the services its driver knows');
  });
});
