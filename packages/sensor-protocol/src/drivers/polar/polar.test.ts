import { describe, expect, it } from 'vitest';
import { bytesToHex } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { Link, randomSample } from '../../testing/link.ts';
import { mulberry32 } from '../../testing/random.ts';
import { polarH10, polarVerity } from './driver.ts';
import { FrameValues } from './frame.ts';
import { encodeDeltas } from './virtual.ts';

const startHex = (driver: typeof polarH10, rateHz: number): string =>
  bytesToHex(driver.startCommands({ rateHz, extra: {} }).at(-1)!.bytes);

function linked(driver = polarH10, rateHz = 50): Link {
  const link = new Link(driver, { rateHz, extra: {} }, driver.createVirtual());
  link.start();
  return link;
}

function feed(link: Link, n: number): void {
  const random = mulberry32(6);
  for (let i = 0; i < n; i++) link.feed(randomSample(random));
}

describe('Polar', () => {
  it('starts with the settings of the model', () => {
    expect(startHex(polarH10, 200)).toBe('02020001c8000101100002010800');
    expect(startHex(polarVerity, 52)).toBe('0202000134000101100002010800040103');
  });

  it('is refused when it asks an H10 for channels', () => {
    const virtual = polarH10.createVirtual();
    const link = new Link(polarVerity, { rateHz: 52, extra: {} }, virtual);
    link.start();
    expect(link.unanswered).toEqual(['start acceleration at 52 Hz']);
    expect(link.events).toContainEqual(expect.objectContaining({ kind: 'fault' }));
  });

  it('spreads the samples of a frame back to the frame before', () => {
    const link = linked();
    feed(link, 108);
    const { deviceUs, n } = link.out;
    expect(n).toBe(72);
    for (let row = 1; row < n; row++) expect(deviceUs[row]! - deviceUs[row - 1]!).toBeCloseTo(20_000, 0);
  });

  it('goes on after lost frames, with the time that passed', () => {
    const link = linked();
    let frames = 0;
    link.tamper(({ bytes }) => (bytes[0] === 2 && ++frames === 3 ? null : bytes));
    feed(link, 36 * 6);
    const { deviceUs, n } = link.out;
    expect(n).toBe(36 * 4);
    expect(deviceUs[36]! - deviceUs[35]!).toBeCloseTo(37 * 20_000, 0);
  });

  it('recovers from a clock that jumps', () => {
    const link = linked();
    feed(link, 72);
    link.nowUs += 3_600e6;
    feed(link, 36 * 8);
    expect(link.out.n).toBeGreaterThan(36 * 4);
  });

  it('takes a step from one end of the range to the other, and no sum beyond it', () => {
    const frame = (reference: string, delta: number): string => {
      const bits = Uint8Array.from({ length: 7 }, (_, i) => Number((BigInt(delta) >> BigInt(8 * i)) & 0xffn));
      return `02${'00'.repeat(8)}81${reference.repeat(3)}1101${bytesToHex(bits)}`;
    };
    const { records } = decodeHex('polar-verity', [frame('0080', 65_535)]);
    expect(records[0]).toMatchObject({
      acc_mg: [
        [-32768, -32768, -32768],
        [32767, -32768, -32768],
      ],
    });
    expect(decodeHex('polar-verity', [frame('ff7f', 1)]).samples).toEqual([]);
  });

  /** Frames of the tests that come with the vendor's SDK (GyrDataTest, MagDataTest, AccDataTest; frame types 0x81). */
  const vendorFrame = (type: string, content: string, extra: Readonly<Record<string, string>>) =>
    decodeHex('polar-verity', [`${type}009435770000000081${content}`], extra).records[0];

  it('scales float frames of the gyroscope by the factor, and lets their bit patterns run round', () => {
    const record = vendorFrame('05', '0000803f000020410000a0411c010000a001000008cdccec0d', { factor: '0.5' });
    const [reference, next] = (record as unknown as { gyro_dps: number[][] }).gyro_dps;
    expect(reference).toEqual([0.5, 5, 10]);
    expect(next).toEqual([5, 10, Math.fround(1.1) / 2]);
    // From 1 to -0.5 the bits pass the top of 32.
    const swing = vendorFrame('05', `${'0000803f'.repeat(3)}2001${'0000807f'.repeat(3)}`, {});
    expect(swing).toMatchObject({ gyro_dps: [expect.anything(), [-0.5, -0.5, -0.5]] });
  });

  it('tells the calibration status of the magnetometer apart from its axes', () => {
    const record = vendorFrame('06', '37ff51fd6cf600000301f802', {});
    expect(record).toMatchObject({
      mag_raw: [
        [-201, -687, -2452],
        [-201, -688, -2449],
      ],
      calibration_status: [0, 1],
    });
    const [first] = (record as unknown as { mag_uT: number[][] }).mag_uT;
    expect(first!.map((v) => Number(v.toFixed(6)))).toEqual([-20.1, -68.7, -245.2]);
  });

  it('rounds the times of samples as the SDK does: to the nearest, halves to even', () => {
    const times = (n: number, previous_ns: string): unknown =>
      vendorFrame(
        '02',
        `${'00'.repeat(6)}01${(n - 1).toString(16).padStart(2, '0')}${'00'.repeat(Math.ceil((3 * (n - 1)) / 8))}`,
        { previous_ns },
      )?.t_ns;
    // 100 + (2e9 - 100) / 57 = 35087817.54...
    expect((times(57, '100') as number[])[0]).toBe(35_087_818);
    expect((times(2, '1999999997') as number[])[0]).toBe(1_999_999_998);
  });

  it('shows what it can measure, and frames of a kind it does not decode', () => {
    expect(decodeHex('polar-h10', ['0f0500']).records).toEqual([{ kind: 'features', types: ['ecg', 'acc'] }]);
    const ppg = `01${'00943577000000'}${'00'}80${'00'.repeat(9)}`;
    expect(decodeHex('polar-verity', [ppg]).records[0]).toMatchObject({ kind: 'ppg', bytes: 19 });
  });

  it('packs and unpacks differences of any width', () => {
    const random = mulberry32(8);
    for (let trial = 0; trial < 200; trial++) {
      const limit = 2 ** (1 + (trial % 14));
      const count = 1 + Math.floor(random() * 60);
      const samples = Array.from({ length: count }, () =>
        [0, 1, 2].map(() => Math.floor((random() - 0.5) * limit)),
      ) as unknown as [number, number, number][];
      const frame = new FrameValues();
      expect(frame.read(encodeDeltas(1n, samples))).toBe(true);
      expect([...frame.values.subarray(0, 3 * count)]).toEqual(samples.flat());
    }
  });
});
