import { describe, expect, it } from 'vitest';
import { bytesToHex, concatBytes, hexToBytes } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import type { DecodeEvent } from '../../driver.ts';
import { RawBatchBuilder } from '../../raw-batch.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { startCommands, stopCommands } from './commands.ts';
import { witmotion } from './driver.ts';
import { encodeSerial } from './serial.ts';
import { createVirtualWitMotion } from './virtual.ts';

const AT_50 = { rateHz: 50, extra: {} };
const hexOf = (commands: readonly { readonly bytes: Uint8Array }[]): string[] =>
  commands.map(({ bytes }) => bytesToHex(bytes));

function linked(
  virtual = createVirtualWitMotion(),
  options: { rateHz: number; extra: Record<string, string> } = AT_50,
) {
  const link = new Link(witmotion, options, virtual);
  link.start();
  return { link, virtual };
}

function stream(link: Link, n: number, seed = 1): void {
  const random = mulberry32(seed);
  for (let i = 0; i < n; i++) link.feed(randomSample(random));
  link.drain();
}

const faults = (events: readonly DecodeEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'fault' ? [event.reason] : []));

describe('WitMotion commands', () => {
  it('reads before it writes, configures, and sets the rate last', () => {
    const hex = hexOf(startCommands(AT_50));
    expect(hex.slice(0, 2)).toEqual(['ffaa6988b5', 'ffaa030600']);
    expect(hex).toContain('ffaa276400');
    expect(hex).toContain('ffaa6988b5');
    expect(hex).toContain('ffaa1f0400');
    expect(hex).toContain('ffaa240100');
    expect(hex.slice(-2)).toEqual(['ffaa030800', 'ffaa270300']);
    expect(hexOf(stopCommands(AT_50))).toEqual(['ffaa030600']);
  });

  it('asks for the clock in the records unless told not to', () => {
    expect(hexOf(startCommands(AT_50))).toContain('ffaa960200');
    expect(hexOf(startCommands({ rateHz: 100, extra: { mode: '0' } }))).toContain('ffaa960000');
  });

  it.each([
    [10, 'ffaa030600'],
    [20, 'ffaa030700'],
    [100, 'ffaa030900'],
    [200, 'ffaa030b00'],
  ])('sets %d Hz', (rateHz, hex) => {
    expect(hexOf(startCommands({ rateHz, extra: {} }))).toContain(hex);
  });

  it('never saves, never silences the stream, never enters the firmware update, at any setting', () => {
    for (const rateHz of witmotion.capabilities.ratesHz) {
      for (const { bytes } of startCommands({ rateHz, extra: {} })) {
        expect([0x00, 0x02, 0x65]).not.toContain(bytes[2]);
      }
    }
  });

  it('names the possible rates', () => {
    expect(() => startCommands({ rateHz: 60, extra: {} })).toThrow(/rateHz 60 .* 50, 100, 200/);
  });
});

describe('WitMotion driver and virtual peripheral', () => {
  it.each(['vendor', 'sig'] as const)('meet over the %s base of the UUIDs', (uuidBase) => {
    const { link } = linked(createVirtualWitMotion({ uuidBase, strictUnlock: true }));
    stream(link, 10);
    expect(link.unanswered).toEqual([]);
    expect(link.out.n).toBe(10);
  });

  it('reports battery, firmware and the settings it reads back', () => {
    const { link } = linked();
    expect(link.events).toContainEqual({ kind: 'battery', percent: 100, volts: 3.97 });
    for (const [key, value] of Object.entries({ bandwidth: 4, algorithm: 1, recordMode: 2, rateHz: 50 })) {
      expect(link.events).toContainEqual({ kind: 'config', key, value });
    }
  });

  it('gets answers from a locked device that was left at 200 Hz', () => {
    const virtual = createVirtualWitMotion({ strictUnlock: true });
    linked(virtual, { rateHz: 200, extra: {} });
    const { link } = linked(virtual);
    expect(link.unanswered).toEqual([]);
    expect(virtual.rateHz()).toBe(50);
  });

  it('notices that a setting did not stick', () => {
    const stubborn = createVirtualWitMotion({ strictUnlock: true });
    const link = new Link(witmotion, AT_50, stubborn);
    const write = stubborn.write.bind(stubborn);
    stubborn.write = (uuid, bytes, nowUs) => (bytes[2] === 0x69 ? [] : write(uuid, bytes, nowUs));
    link.start();
    expect(link.unanswered).toContain('read the rate back');
  });

  it('packs several records into a notification from 50 Hz on, one below', () => {
    for (const [rateHz, together] of [
      [20, 1],
      [50, 2],
      [100, 4],
      [200, 8],
    ] as const) {
      const { link } = linked(createVirtualWitMotion(), { rateHz, extra: {} });
      const sizes = new Set<number>();
      link.tamper(({ bytes }) => {
        sizes.add(bytes.length);
        return bytes;
      });
      stream(link, 5 * together);
      expect([...sizes]).toEqual([20 * together]);
    }
  });

  it('does not answer reads at 200 Hz and ignores writes while locked', () => {
    const virtual = createVirtualWitMotion({ strictUnlock: true });
    linked(virtual, { rateHz: 200, extra: {} });
    const [notify, write] = virtual.services[0]!.characteristics.map((c) => c.uuid);
    expect(virtual.write(write!, hexToBytes('ffaa276400'), 5e6)).toEqual([]);
    virtual.write(write!, hexToBytes('ffaa030600'), 60e6);
    expect(virtual.rateHz()).toBe(200);
    virtual.subscribe(notify!, false);
    expect(virtual.rateHz()).toBe(0);
  });

  it('sends register answers between records, in one stream', () => {
    const { link, virtual } = linked();
    const write = virtual.services[0]!.characteristics[1]!.uuid;
    const random = mulberry32(3);
    for (let i = 0; i < 20; i++) {
      link.feed(randomSample(random));
      link.deliver(virtual.write(write, hexToBytes('ffaa276400'), link.nowUs));
    }
    link.drain();
    expect(link.out.n).toBe(20);
    expect(link.events.filter((event) => event.kind === 'resync')).toEqual([]);
  });

  it('forgets what was not saved over a power cycle', () => {
    const { virtual } = linked();
    virtual.powerCycle();
    expect(virtual.register(0x03)).toBe(0x06);
  });

  it('asserts that the firmware update is never entered', () => {
    const virtual = createVirtualWitMotion();
    const write = virtual.services[0]!.characteristics[1]!.uuid;
    expect(() => virtual.write(write, hexToBytes('ffaa650100'), 0)).toThrow(/0x65/);
  });

  it('reports a falling battery', () => {
    const { link, virtual } = linked();
    virtual.setBattery(30);
    const write = virtual.services[0]!.characteristics[1]!.uuid;
    link.deliver(virtual.write(write, hexToBytes('ffaa276400'), link.nowUs));
    expect(link.events.at(-1)).toMatchObject({ kind: 'battery', percent: 30 });
  });
});

describe('WitMotion record modes', () => {
  it('takes the clock of the records once the device has confirmed the mode', () => {
    const { link } = linked();
    stream(link, 50);
    const { deviceUs, n } = link.out;
    expect(n).toBe(50);
    for (let row = 1; row < n; row++) expect(deviceUs[row]! - deviceUs[row - 1]!).toBe(20_000);
  });

  it('stays without a clock where the firmware does not know the mode', () => {
    const { link } = linked(createVirtualWitMotion({ timestampMode: false }), {
      rateHz: 50,
      extra: { mode: '2' },
    });
    stream(link, 10);
    expect(link.unanswered).toEqual(['read the record mode back']);
    expect(link.out.deviceUs[0]).toBeNaN();
  });

  it('sees through firmware that echoes the mode but sends angles', () => {
    const { link } = linked(createVirtualWitMotion({ timestampMode: 'echo' }));
    stream(link, 40);
    expect(link.events).toContainEqual({ kind: 'config', key: 'deviceClock', value: 0 });
    expect([...link.out.deviceUs.subarray(20, 40)].every(Number.isNaN)).toBe(true);
  });

  it('uses the chip time of 28-byte records and still hears register answers', () => {
    const { link } = linked(createVirtualWitMotion({ recordLength: 28 }), {
      rateHz: 50,
      extra: { mode: '0' },
    });
    stream(link, 40);
    expect(link.unanswered).toEqual([]);
    expect(link.out.n).toBe(40);
    expect(link.out.deviceUs[39]! - link.out.deviceUs[0]!).toBe(39 * 20_000);
  });

  it('refuses displacement records instead of calling them acceleration', () => {
    const decoder = witmotion.createDecoder(AT_50);
    const out = new RawBatchBuilder(6);
    const events = decoder.push('ffe4', hexToBytes('5571960001000000000000000000000000000000'), out);
    decoder.push('ffe4', new Uint8Array(0), out);
    const record = hexToBytes('5561eeff0000040800000000000000006500d430');
    decoder.push('ffe4', concatBytes(record, record), out);
    expect(faults(events)[0]).toMatch(/displacement/);
    expect(out.n).toBe(0);
  });

  it.each([32, 40])('refuses the %d-byte records of vibration meters, once', (length) => {
    const decoder = witmotion.createDecoder(AT_50);
    const out = new RawBatchBuilder(6);
    const record = new Uint8Array(length).fill(1);
    record.set([0x55, 0x61]);
    const events = [0, 1, 2, 3].flatMap(() => [...decoder.push('ffe4', record, out)]);
    expect(faults(events)).toEqual(['the sensor is a vibration meter: it sends no acceleration']);
    expect(out.n).toBe(0);
  });
});

describe('WitMotion readings that cannot be', () => {
  const battery = (hex: string) => decodeHex('witmotion', [`55716400${hex}${'00'.repeat(14)}`]);

  it.each(['0000', 'ffff', '0080'])('takes no battery level from %s', (hex) => {
    expect(battery(hex).events).toEqual([]);
    expect(battery(hex).records[0]).toMatchObject({ percent: null });
  });

  it('halves the voltage of two cells', () => {
    expect(battery('1203').events).toContainEqual({ kind: 'battery', percent: 90, volts: 7.86 });
  });

  it('shows no date where the chip has none, and keeps the sample', () => {
    const { records, samples } = decodeHex('witmotion', [`5561${'00'.repeat(26)}`]);
    expect(records[0]).toMatchObject({ chip_time: null });
    expect(samples).toHaveLength(1);
  });
});

describe('WitMotion 11-byte serial frames', () => {
  const serial = witmotion.gatt[1]!.notify[0]!;

  it('pairs acceleration and angular rate, takes chip time and voltage, any cut of the stream', () => {
    const random = mulberry32(5);
    const samples = Array.from({ length: 30 }, () => randomSample(random));
    const bytes = concatBytes(...samples.flatMap((s, i) => encodeSerial(s, 1.7e15 + i * 20_000, 3.8)));
    const decoder = witmotion.createDecoder(AT_50);
    const out = new RawBatchBuilder(6);
    const events: DecodeEvent[] = [];
    for (let at = 0; at < bytes.length; ) {
      const step = 1 + Math.floor(random() * 30);
      events.push(...decoder.push(serial, bytes.subarray(at, at + step), out));
      at += step;
    }
    expect(out.n).toBe(30);
    expect(events).toEqual([{ kind: 'battery', percent: 50, volts: 3.8 }]);
    samples.forEach((sample, row) => {
      const errors = decoder.channels.map(({ lsb }, c) => {
        const wanted = [...sample.accMps2, ...sample.gyrRadps][c]!;
        return Math.abs(out.columns[c]![row]! * lsb - wanted) / lsb;
      });
      expect(Math.max(...errors)).toBeLessThanOrEqual(0.5001);
    });
  });

  it('is known by its first frame, whatever the sum of that frame', () => {
    const frames = encodeSerial(randomSample(mulberry32(4)), 1.7e15, 3.8).map(bytesToHex);
    const [time, acc, gyro] = frames as [string, string, string];
    const broken = `${time.slice(0, -2)}00`;
    expect(decodeHex('witmotion', [broken + acc + gyro]).samples).toHaveLength(1);
    expect(decodeHex('witmotion', [time + acc.slice(0, 4), acc.slice(4) + gyro])).toMatchObject({
      records: [{ name: 'time' }, { name: 'acc' }, { name: 'gyro' }],
      samples: [{}],
    });
  });

  it('refuses a frame whose sum is wrong and does not pair its neighbours', () => {
    const sample = randomSample(mulberry32(9));
    const [time, acc, gyro] = encodeSerial(sample, 1.7e15, 3.8) as [Uint8Array, Uint8Array, Uint8Array];
    const broken = acc.slice();
    broken[4]! ^= 1;
    const decoder = witmotion.createDecoder(AT_50);
    const out = new RawBatchBuilder(6);
    const events = decoder.push(serial, concatBytes(time, broken, gyro, time, acc, gyro), out);
    expect(out.n).toBe(1);
    expect(events).toContainEqual({ kind: 'resync', droppedBytes: 11 });
  });
});
