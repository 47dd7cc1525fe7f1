import { describe, expect, it } from 'vitest';
import { asciiBytes, bytesToHex } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { startCommands } from './commands.ts';
import { movellaDot } from './driver.ts';
import { MODES, payloadBytes, payloadOf, uuidOf } from './modes.ts';
import { VirtualDot } from './virtual.ts';

const OPTIONS = { rateHz: 60, extra: {} };
const START = Uint8Array.of(1, 1, 21);
const sample = randomSample(mulberry32(1));

describe('Movella DOT', () => {
  it('stops, sets the rate with its mask, then starts', () => {
    const [stop, settings, start] = startCommands(OPTIONS).map(({ bytes }) => bytesToHex(bytes));
    expect(stop).toBe('010015');
    expect(settings).toBe(`30${'00'.repeat(23)}3c00${'00'.repeat(6)}`);
    expect(start).toBe('010115');
  });

  it.each([
    [5, 20, '2004'],
    [4, 16, '2004'],
    [3, 32, '2003'],
    [2, 36, '2003'],
    [18, 38, '2003'],
    [20, 34, '2003'],
    [21, 28, '2003'],
    [22, 40, '2003'],
    [24, 32, '2003'],
    [26, 44, '2002'],
  ])('mode %d has %d bytes on %s', (mode, bytes, short) => {
    expect(payloadBytes(mode)).toBe(bytes);
    expect(payloadOf(mode).short).toBe(short);
  });

  it('knows no high-fidelity mode', () => {
    for (const mode of [1, 17, 25]) expect(MODES.has(mode)).toBe(false);
  });

  it('carries the clock over its wrap', () => {
    const virtual = new VirtualDot({ extra: { clockStartUs: String(2 ** 32 - 5_000_000) } });
    const link = new Link(movellaDot, OPTIONS, virtual);
    link.start();
    for (let i = 0; i < 600; i++) link.feed(sample);
    const { deviceUs, n } = link.out;
    const steps = Array.from({ length: n - 1 }, (_, i) => deviceUs[i + 1]! - deviceUs[i]!);
    expect(steps.filter((step) => step < 0)).toHaveLength(1);
    expect(steps.every((step) => Math.abs(((step + 2 ** 32) % 2 ** 32) - 16_667) <= 1)).toBe(true);
  });

  it('virtual: stays silent when started before the payload is subscribed', () => {
    const virtual = new VirtualDot();
    virtual.write(uuidOf('2001'), START, 0);
    virtual.subscribe(uuidOf('2003'), true, 0);
    expect(virtual.rateHz()).toBe(0);
    virtual.write(uuidOf('2001'), START, 0);
    expect(virtual.rateHz()).toBe(60);
  });

  it('virtual: refuses settings while it measures', () => {
    const virtual = new VirtualDot();
    virtual.subscribe(uuidOf('2003'), true, 0);
    virtual.write(uuidOf('2001'), START, 0);
    virtual.write(uuidOf('1002'), startCommands({ rateHz: 20, extra: {} })[1]!.bytes, 0);
    expect(virtual.rateHz()).toBe(60);
  });

  it('virtual: goes off after half an hour of idling, back after its button', () => {
    const virtual = new VirtualDot();
    virtual.subscribe(uuidOf('2003'), true, 0);
    virtual.write(uuidOf('2001'), START, 31 * 60e6);
    expect(virtual.rateHz()).toBe(0);
    virtual.powerCycle();
    virtual.subscribe(uuidOf('2003'), true, 32 * 60e6);
    virtual.write(uuidOf('2001'), START, 32 * 60e6);
    expect(virtual.rateHz()).toBe(60);
  });

  it('reports the battery it is told, and that the sensor goes off', () => {
    const virtual = new VirtualDot();
    const link = new Link(movellaDot, OPTIONS, virtual);
    link.start();
    virtual.setBattery(42);
    link.feed(sample);
    expect(link.events).toContainEqual({ kind: 'battery', percent: 42, volts: null });
    link.deliver([{ characteristic: uuidOf('1004'), bytes: Uint8Array.of(1) }]);
    expect(link.events.at(-1)).toMatchObject({ kind: 'fault' });
  });

  it('shows what it is and how it is set, which no payload is taken for', () => {
    const built = 'e6070c1f173b05';
    const info = `0102030405d4020001${built}78563412${'5369f16ecad40000'}${bytesToHex(asciiBytes('XS-T01'))}`;
    expect(decodeHex('movella-dot', [info])).toMatchObject({
      records: [
        {
          kind: 'device-info',
          firmware: '2.0.1',
          built: '2022-12-31T23:59:05',
          softdevice: 0x12345678,
          serial: 'D4CA6EF16953',
          product: 'XS-T01',
        },
      ],
      samples: [],
    });
    const settings = `1000000a001e0003${bytesToHex(asciiBytes('hip'))}${'00'.repeat(13)}780001${'00'.repeat(5)}`;
    expect(decodeHex('movella-dot', [settings])).toMatchObject({
      records: [
        {
          kind: 'settings',
          tag: 'hip',
          rate_hz: 120,
          filter: 'dynamic',
          power_save_advertising_s: 600,
          power_save_connected_s: 1800,
        },
      ],
      samples: [],
    });
  });

  it('refuses floats that are no numbers', () => {
    const link = new Link(movellaDot, OPTIONS, new VirtualDot());
    const payload = new Uint8Array(40);
    payload.set([0, 0, 0xc0, 0x7f], 4);
    link.deliver([{ characteristic: uuidOf('2003'), bytes: payload }]);
    expect(link.out.n).toBe(0);
  });
});
