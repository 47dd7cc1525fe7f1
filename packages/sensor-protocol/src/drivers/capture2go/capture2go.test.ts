import { describe, expect, it } from 'vitest';
import { asciiBytes, bytesToHex, concatBytes, putUint64 } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import type { VirtualNotification } from '../../virtual.ts';
import { measurementMode } from './commands.ts';
import { capture2go } from './driver.ts';
import { decodeQuat, encodeQuat, HEADER } from './layouts.ts';
import { crc32, encodePackage } from './package.ts';
import { VirtualCapture2Go } from './virtual.ts';

const AT_200 = { rateHz: 200, extra: { packing: 'packed' } };
const TX = '80030003-e629-4c98-9324-aa7fc0c66de7';
const RX = '80030002-e629-4c98-9324-aa7fc0c66de7';

function linked(options = AT_200) {
  const virtual = new VirtualCapture2Go();
  const link = new Link(capture2go, options, virtual);
  link.start();
  return { link, virtual };
}

describe('Capture2Go', () => {
  it('has the checksum of zlib', () => {
    expect(crc32(asciiBytes('123456789'), 0, 9)).toBe(0xcbf43926);
  });

  it('writes the commands the vendor writes', () => {
    expect(bytesToHex(encodePackage(HEADER.start))).toBe('023d7f658c005001');
    const mode = measurementMode({ rateHz: 50, extra: { packing: 'packed' } });
    expect(bytesToHex(encodePackage(HEADER.setMode, mode))).toBe(
      '02638c995b1e2001000000000000000000000300000001000000000000000000000000000001',
    );
  });

  it('reassembles packages that notifications of 20 bytes cut anywhere', () => {
    const { link } = linked();
    const random = mulberry32(2);
    for (let i = 0; i < 160; i++) link.feed(randomSample(random), 20);
    link.drain();
    expect(link.out.n).toBe(160);
    expect(link.events.filter((event) => event.kind === 'resync')).toEqual([]);
  });

  it('reads real-time packages before the bytes of the send buffer', () => {
    const { link } = linked();
    const status = new Uint8Array(19);
    status[17] = 77;
    const realTime = encodePackage(HEADER.status, status);
    const buffered = encodePackage(HEADER.stopped);
    const first = concatBytes(Uint8Array.of(0xfe), realTime, buffered.subarray(0, 3));
    const second = concatBytes(Uint8Array.of(0xff), buffered.subarray(3));
    link.deliver([first, second].map((bytes): VirtualNotification => ({ characteristic: TX, bytes })));
    expect(link.events.slice(-2)).toEqual([
      { kind: 'battery', percent: 77, volts: null },
      { kind: 'config', key: 'stopped', value: 1 },
    ]);
  });

  it('makes no samples of eight at once without a rate, and says so', () => {
    const realTime = (header: number, bytes: number): string =>
      bytesToHex(encodePackage(header, new Uint8Array(bytes)));
    const packed = decodeHex('capture2go', [realTime(0x0237, 115)]);
    expect(packed.records[0]).toMatchObject({ name: 'samples', rate_hz: null });
    expect(packed.samples).toEqual([]);
    expect(decodeHex('capture2go', [realTime(0x0257, 31)]).samples).toHaveLength(1);
    const link = new Link(capture2go, AT_200, new VirtualCapture2Go());
    link.decoder.push('', encodePackage(0x0237, new Uint8Array(115)), link.out);
    expect(link.out.n).toBe(0);
  });

  it('answers a clock probe, exactly', () => {
    const { link, virtual } = linked();
    const hostTxNs = 1_750_000_000_123_456_789n;
    const { bytes } = capture2go.clockProbe!.request(hostTxNs);
    link.deliver(virtual.write(RX, bytes, 5_000_000));
    const atNs = 5_000_000_000n;
    expect(link.events.at(-1)).toEqual({ kind: 'clock-probe', hostTxNs, deviceRxNs: atNs, deviceTxNs: atNs });
  });

  it('passes on the gap that the device itself noticed', () => {
    const { link, virtual } = linked();
    for (let i = 0; i < 8; i++) link.feed(randomSample(mulberry32(i)));
    const time = new Uint8Array(8);
    putUint64(time, 0, 1_750_000_000_000_000_000n);
    link.deliver(virtual.write(RX, encodePackage(HEADER.setTime, time), link.nowUs));
    for (let i = 0; i < 8; i++) link.feed(randomSample(mulberry32(i)));
    link.drain();
    expect(link.events.filter((event) => event.kind === 'device-gap')).toHaveLength(1);
  });

  it('ignores commands whose checksum is wrong', () => {
    const { virtual } = linked();
    const stop = encodePackage(HEADER.stop);
    stop[1]! ^= 1;
    expect(virtual.write(RX, stop, 0)).toEqual([]);
    expect(virtual.rateHz()).toBe(200);
  });

  it('packs quaternions to within the step of 20 bits', () => {
    const random = mulberry32(3);
    for (let trial = 0; trial < 500; trial++) {
      const raw = [0, 1, 2, 3].map(() => random() - 0.5);
      const norm = Math.hypot(...raw);
      const q = raw.map((v) => v / norm);
      const back = decodeQuat(encodeQuat(q));
      const dot = Math.abs(q.reduce((sum, v, i) => sum + v * back[i]!, 0));
      expect(dot).toBeGreaterThan(1 - 1e-10);
    }
  });
});
