import { describe, expect, it } from 'vitest';
import { asciiBytes, hexToBytes } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import type { DecodeEvent } from '../../driver.ts';
import { RawBatchBuilder } from '../../raw-batch.ts';
import { randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { DIY_PROFILE_JSON } from './diy-frame.ts';
import { createGenericDriver } from './driver.ts';
import { crc16, withCrc } from './lines.ts';
import { parseProfile } from './profile.ts';

const LINE_PROFILE = {
  id: 'line',
  service: '6e400001-b5a3-f393-e0a9-e50e24dcca9e',
  notify: '6e400003-b5a3-f393-e0a9-e50e24dcca9e',
  rateHz: 12.5,
  framing: { kind: 'json' },
  fields: ['x', 'y', 'z'].map((axis) => ({
    name: `acc_${axis}`,
    unit: 'g',
    scale: 1 / 8192,
    path: `accel.${axis}`,
  })),
};
const without = (key: string): object => ({ ...DIY_PROFILE_JSON, [key]: undefined });

describe('DIY frame', () => {
  it('reads the frame of the documentation', () => {
    const { records, samples, events } = decodeHex('generic', ['01e803002d31010000000000080000000000005a']);
    expect(records[0]).toMatchObject({ t_us: 20_000_000, seq: 1000, acc_g: [0, 0, 1], gyro_dps: [0, 0, 0] });
    expect(samples[0]!.acc_mps2![2]).toBeCloseTo(9.80665, 10);
    expect(events).toContainEqual({ kind: 'battery', percent: 90, volts: null });
  });

  it('takes 255 as an unknown battery', () => {
    const { events } = decodeHex('generic', ['01e803002d3101000000000008000000000000ff']);
    expect(events).toEqual([]);
  });

  it('reads several frames from a notification, refuses half ones and other versions', () => {
    const frame = '01e803002d31010000000000080000000000005a';
    expect(decodeHex('generic', [frame + frame]).samples).toHaveLength(2);
    expect(decodeHex('generic', [frame + frame.slice(2)]).samples).toHaveLength(0);
    expect(decodeHex('generic', [`02${frame.slice(2)}`]).samples).toHaveLength(0);
  });
});

describe('generic profile', () => {
  it('reads JSON lines of a watch, cut anywhere', () => {
    const driver = createGenericDriver(parseProfile(LINE_PROFILE));
    const decoder = driver.createDecoder({ rateHz: 12.5, extra: {} });
    const out = new RawBatchBuilder(3);
    const text = '{"t":"accel","accel":{"x":0,"y":-4096,"z":8192,"mag":1}}\nhello\n';
    const events: DecodeEvent[] = [];
    for (const byte of asciiBytes(text)) events.push(...decoder.push('', Uint8Array.of(byte), out));
    expect(out.n).toBe(1);
    expect(out.columns.map((c, i) => c[0]! * decoder.channels[i]!.lsb)).toEqual([0, -4.903325, 9.80665]);
    expect(events).toEqual([{ kind: 'resync', droppedBytes: 5 }]);
  });

  it('has the checksum of CRC-16/CCITT-FALSE', () => {
    expect(crc16('123456789')).toBe(0x29b1);
    expect(withCrc('123456789')).toBe('123456789*29b1');
  });

  it('needs its start command where the profile has one', () => {
    const profile = { ...DIY_PROFILE_JSON, write: '9c6f0003-6e1b-4b5e-9a53-1f2d70b3a001', start: ['a1 01'] };
    const driver = createGenericDriver(parseProfile(profile));
    const virtual = driver.createVirtual();
    virtual.subscribe(profile.notify, true, 0);
    expect(virtual.sample(randomSample(mulberry32(1)), 0, 244)).toEqual([]);
    const [start] = driver.startCommands({ rateHz: 50, extra: {} });
    expect(start!.bytes).toEqual(hexToBytes('a101'));
    virtual.write(profile.write, start!.bytes, 0);
    expect(virtual.sample(randomSample(mulberry32(1)), 0, 244)).toHaveLength(1);
  });

  it('does not take the rest of a line that was given up for a line', () => {
    const csv = {
      ...LINE_PROFILE,
      framing: { kind: 'csv' },
      fields: LINE_PROFILE.fields.map((field, column) => ({ ...field, column })),
    };
    const decoder = createGenericDriver(parseProfile(csv)).createDecoder({ rateHz: 12.5, extra: {} });
    const out = new RawBatchBuilder(3);
    decoder.push('', asciiBytes(`${'9'.repeat(600)}1,2,3\n4,5,6\n`), out);
    expect(out.n).toBe(1);
    expect(out.columns[0]![0]).toBe(4);
  });

  it('gives up lines without an end, and stays bounded', () => {
    const driver = createGenericDriver(parseProfile(LINE_PROFILE));
    const decoder = driver.createDecoder({ rateHz: 12.5, extra: {} });
    const events = decoder.push('', new Uint8Array(2000).fill(65), new RawBatchBuilder(3));
    expect(events).toEqual([{ kind: 'resync', droppedBytes: expect.any(Number) }]);
  });

  it('says so where the option holds no JSON', () => {
    expect(() => decodeHex('generic', ['00'], { profile: 'my-imu.json' })).toThrow(/profile is no JSON/);
  });

  it.each([
    [[], /profile is \[\]: write an object/],
    [without('service'), /profile\.service is undefined: write a text/],
    [{ ...DIY_PROFILE_JSON, service: 'xyz' }, /profile\.service is "xyz": write a UUID/],
    [{ ...DIY_PROFILE_JSON, rateHz: '50' }, /profile\.rateHz is "50": write a number/],
    [
      { ...DIY_PROFILE_JSON, framing: { kind: 'xml' } },
      /profile\.framing\.kind is "xml": write one of fixed, csv/,
    ],
    [{ ...DIY_PROFILE_JSON, name: '(' }, /profile\.name is "\(": write a regular expression/],
    [
      { ...DIY_PROFILE_JSON, fields: DIY_PROFILE_JSON.fields.slice(1) },
      /profile\.fields .* name acc_x, acc_y, acc_z/,
    ],
    [
      { ...DIY_PROFILE_JSON, fields: [{ ...DIY_PROFILE_JSON.fields[0], offset: 19 }] },
      /profile\.fields\[0\]\.offset is 19: write a whole number from 0 to 18/,
    ],
    [
      { ...DIY_PROFILE_JSON, fields: [{ ...DIY_PROFILE_JSON.fields[0], unit: 'deg/s' }] },
      /profile\.fields\[0\]\.unit is "deg\/s": write one of g, mg/,
    ],
    [
      { ...DIY_PROFILE_JSON, write: '2a00', start: ['5'] },
      /profile\.start is "5": hex "5" has an odd number/,
    ],
  ])('names field, value and remedy (%#)', (profile, message) => {
    expect(() => parseProfile(profile)).toThrow(message);
  });
});
