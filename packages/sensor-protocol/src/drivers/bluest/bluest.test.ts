import { describe, expect, it } from 'vitest';
import { hexToBytes, putUint16 } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { RawBatchBuilder } from '../../raw-batch.ts';
import { bluest } from './driver.ts';
import { CLOCK_WRAP_US, MOTION_BYTES } from './format.ts';

const motionAt = (ticks: number): Uint8Array => {
  const b = new Uint8Array(MOTION_BYTES);
  putUint16(b, 0, ticks);
  return b;
};

/** Steps of the device time over notifications `ticks` apart, four times round the 16-bit counter. */
function stepsUs(tickMs: string, ticks: number): Set<number> {
  const decoder = bluest.createDecoder({ rateHz: 20, extra: { tick_ms: tickMs } });
  const out = new RawBatchBuilder(9);
  for (let at = 0; at < 4 * 65_536; at += ticks) decoder.push('', motionAt(at), out);
  const steps = new Set<number>();
  for (let row = 1; row < out.n; row++) {
    const stepUs = out.deviceUs[row]! - out.deviceUs[row - 1]!;
    steps.add(Math.round((stepUs + CLOCK_WRAP_US) % CLOCK_WRAP_US));
  }
  return steps;
}

describe('BlueST', () => {
  it.each([
    ['1', 50, 50_000],
    ['10', 5, 50_000],
    ['0.03125', 1600, 50_000],
  ])('wraps its time at one value whatever a tick is (%s ms)', (tickMs, ticks, stepUs) => {
    expect([...stepsUs(tickMs, ticks)]).toEqual([stepUs]);
  });

  it.each(['abc', '0', '-1', ''])('refuses a tick of "%s" ms', (tickMs) => {
    expect(() => decodeHex('bluest', [], { tick_ms: tickMs })).toThrow(/tick_ms=.* write milliseconds/);
  });

  it('reads the features of a mask from the highest bit on', () => {
    const accGyro = '39300f00ecffe8036900ccff0000';
    for (const options of [{}, { characteristic: '00c00000' }]) {
      expect(decodeHex('bluest', [accGyro], options).records).toEqual([
        { kind: 'motion', ts: 12345, acc_g: [0.015, -0.02, 1], gyro_dps: [10.5, -5.2, 0] },
      ]);
    }
    const accMag = decodeHex('bluest', [accGyro], { characteristic: '00a00000' }).records[0];
    expect(accMag).toMatchObject({ acc_g: [0.015, -0.02, 1], mag_uT: [10.5, -5.2, 0] });
  });

  it('tells three floats of a quaternion from two vectors of the same length', () => {
    const quaternion = `3930${'00000000'}${'0000003f'}${'00000000'}`;
    const { quat_wxyz } = decodeHex('bluest', [quaternion]).records[0] as { quat_wxyz: number[] };
    expect(quat_wxyz[0]).toBeCloseTo(Math.sqrt(0.75), 6);
    expect(quat_wxyz.slice(1)).toEqual([0, 0.5, 0]);
  });

  it.each([
    ['3930e803a00f0080 04', null],
    ['3930e803a00f6400 84', 10],
    ['3930e803a00f6400 04', 100],
  ])('reads a battery with its current (%s)', (hex, current) => {
    const { records, samples } = decodeHex('bluest', [hex]);
    expect(records[0]).toMatchObject({ percent: 100, volts: 4, current_ma: current, status: 4 });
    expect(samples).toEqual([]);
  });

  it('knows its boards by either form of advertisement, and no other maker', () => {
    const advertised = (hex: string): boolean =>
      bluest.match({ localName: null, serviceUuids: [], manufacturerData: hexToBytes(hex) });
    expect(advertised('300002060100000000')).toBe(true);
    expect(advertised('010200e20000aabbccddeeff')).toBe(true);
    expect(advertised('010900e20000')).toBe(false);
    expect(advertised('4c0002150000')).toBe(false);
    expect(advertised('30')).toBe(false);
  });
});
