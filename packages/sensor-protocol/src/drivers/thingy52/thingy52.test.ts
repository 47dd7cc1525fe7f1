import { describe, expect, it } from 'vitest';
import { bytesToHex } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { startCommands } from './commands.ts';
import { thingy52 } from './driver.ts';

describe('Thingy:52', () => {
  it('configures nine bytes', () => {
    const [config] = startCommands({ rateHz: 50, extra: {} });
    expect(bytesToHex(config!.bytes)).toBe('e803f401f401320001');
  });

  it('keeps to its range of rates', () => {
    expect(() => startCommands({ rateHz: 400, extra: {} })).toThrow(/rateHz 400 .* 5 to 200/);
  });

  it('streams while subscribed, has no clock, and reports its battery', () => {
    const virtual = thingy52.createVirtual();
    const link = new Link(thingy52, { rateHz: 50, extra: {} }, virtual);
    expect(virtual.rateHz()).toBe(0);
    link.start();
    virtual.setBattery(12);
    link.feed(randomSample(mulberry32(1)));
    expect(link.out.deviceUs[0]).toBeNaN();
    expect(link.events).toContainEqual({ kind: 'battery', percent: 12, volts: null });
  });

  it('makes samples of raw data only', () => {
    const raw = '000200ff00044001c0ff1000e00160ff80fd';
    expect(decodeHex('thingy', [raw], { characteristic: '0406' }).samples).toHaveLength(1);
    expect(decodeHex('thingy', [raw], { characteristic: '0408' }).samples).toHaveLength(0);
  });

  it('tells characteristics of one length apart when told, and by what they can be', () => {
    const gravity = '000000000000000080e81c41';
    const euler = '00800a0000c0ebff00001e00';
    for (const extra of [{}, { characteristic: '040a' }])
      expect(decodeHex('thingy', [gravity], extra).records).toMatchObject([
        { gravity_ms2: [0, 0, 9.8067626953125] },
      ]);
    for (const extra of [{}, { characteristic: '0407' }])
      expect(decodeHex('thingy', [euler], extra).records).toMatchObject([{ euler_deg: [10.5, -20.25, 30] }]);
    expect(decodeHex('thingy', [gravity], { characteristic: '0407' }).records[0]).toHaveProperty('euler_deg');
  });
});
