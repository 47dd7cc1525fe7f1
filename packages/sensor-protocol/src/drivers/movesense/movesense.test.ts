import { describe, expect, it } from 'vitest';
import { asciiBytes, bytesToHex } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { startCommands } from './commands.ts';
import { movesense } from './driver.ts';
import { VirtualMovesense } from './virtual.ts';

const [WRITE, NOTIFY] = new VirtualMovesense().services[0]!.characteristics.map((c) => c.uuid) as [
  string,
  string,
];
const subscribe = (ref: number, path: string): Uint8Array => Uint8Array.of(1, ref, ...asciiBytes(path), 0);
const statusOf = (virtual: VirtualMovesense, bytes: Uint8Array): string =>
  bytesToHex(virtual.write(WRITE, bytes)[0]!.bytes);

/** One packet of six axes at 52 Hz, without its head. */
function packetHex(): string {
  const virtual = new VirtualMovesense();
  virtual.subscribe(NOTIFY, true);
  virtual.write(WRITE, subscribe(99, '/Meas/IMU6/52'));
  const random = mulberry32(4);
  const sent = [0, 1, 2, 3].flatMap((i) => virtual.sample(randomSample(random), i * 19_231, 244));
  return bytesToHex(sent[0]!.bytes.subarray(2));
}

describe('Movesense', () => {
  it('subscribes by path, with a NUL at the end', () => {
    const last = startCommands({ rateHz: 52, extra: {} }).at(-1)!;
    expect(bytesToHex(last.bytes)).toBe(`0163${bytesToHex(asciiBytes('/Meas/IMU6/52'))}00`);
  });

  it('joins packets that a small MTU cuts in two', () => {
    const link = new Link(movesense, { rateHz: 52, extra: { path: 'imu9' } }, new VirtualMovesense());
    link.start();
    const random = mulberry32(4);
    for (let i = 0; i < 80; i++) link.feed(randomSample(random), 100);
    expect(link.events.filter((event) => event.kind === 'resync')).toHaveLength(1);
    expect(link.out.n).toBe(76);
  });

  it('decodes a packet in two parts also where the first part alone could be one', () => {
    const packet = packetHex();
    const whole = decodeHex('movesense', [`0263${packet}`]);
    for (const bytes of [28, 52, 76, 60]) {
      const parts = [`0263${packet.slice(0, 2 * bytes)}`, `0363${packet.slice(2 * bytes)}`];
      expect(decodeHex('movesense', parts)).toEqual(whole);
    }
    expect(whole.samples).toHaveLength(4);
  });

  it('loses the whole packet when one part is lost, and nothing else', () => {
    const link = new Link(movesense, { rateHz: 52, extra: { path: 'imu9' } }, new VirtualMovesense());
    link.start();
    let seen = 0;
    link.tamper(({ bytes }) => (bytes[0] === 3 && ++seen === 5 ? null : bytes));
    for (let i = 0; i < 80; i++) link.feed(randomSample(mulberry32(i)), 100);
    expect(link.out.n).toBe(72);
  });

  it('virtual: knows its paths, and four subscriptions', () => {
    const virtual = new VirtualMovesense();
    virtual.subscribe(NOTIFY, true);
    expect(statusOf(virtual, subscribe(9, '/Meas/Nothing/52'))).toBe('01099401');
    for (let ref = 1; ref <= 4; ref++)
      expect(statusOf(virtual, subscribe(ref + 10, '/Meas/Acc/13'))).toMatch(/c800$/);
    expect(statusOf(virtual, subscribe(20, '/Meas/Acc/13'))).toBe('0114ad01');
  });

  it('explains an exhausted pool', () => {
    const link = new Link(movesense, { rateHz: 52, extra: {} }, new VirtualMovesense());
    link.deliver([{ characteristic: NOTIFY, bytes: Uint8Array.of(1, 99, 0xad, 0x01) }]);
    expect(link.events).toContainEqual(expect.objectContaining({ kind: 'fault' }));
  });

  it('tells who it is: texts of new firmware, one word of old', () => {
    const texts = bytesToHex(asciiBytes('203130000001\0Movesense\0AA:BB\0gatt\x002.0.1\0'));
    for (const ref of ['01', '05']) {
      expect(decodeHex('movesense', [`01${ref}02${texts}`]).records).toEqual([
        {
          kind: 'hello',
          protocol: 2,
          serial: '203130000001',
          product: 'Movesense',
          dfu_mac: 'AA:BB',
          app: 'gatt',
          version: '2.0.1',
        },
      ]);
    }
    const { records, events } = decodeHex('movesense', ['010148656c6c6f']);
    expect(records).toEqual([{ kind: 'hello', protocol: null }]);
    expect(events).toEqual([{ kind: 'config', key: 'hello', value: '' }]);
  });

  it.each([
    ['imu6', 26, 2],
    ['imu6', 52, 4],
    ['imu9', 52, 4],
    ['imu9', 104, 8],
  ])('decode: finds %s at %d Hz by its length, also in two parts', (path, rateHz, n) => {
    const vectors = path === 'imu9' ? 3 : 2;
    const payload = `159e0100${'0000803f'.repeat(3 * vectors * n)}`;
    const parts = [`0207${payload.slice(0, 60)}`, `0307${payload.slice(60)}`];
    for (const notifications of [[`0207${payload}`], parts]) {
      const { samples, events } = decodeHex('movesense', notifications);
      expect(samples).toHaveLength(n);
      expect(samples.at(-1)!.t_us! - samples[0]!.t_us!).toBeCloseTo(((n - 1) * 1e6) / rateHz, 3);
      expect(events).toEqual([]);
    }
  });

  it('refuses rates the sensor does not have', () => {
    expect(() => startCommands({ rateHz: 50, extra: {} })).toThrow(/rateHz 50 .* 13, 26, 52, 104/);
  });
});
