import { describe, expect, it } from 'vitest';
import { bytesToHex } from '../../bytes.ts';
import { decodeHex } from '../../decode.ts';
import { sensortag } from './driver.ts';

const hexOf = (rateHz: number, extra: Record<string, string> = {}): string[] =>
  sensortag.startCommands({ rateHz, extra }).map(({ bytes }) => bytesToHex(bytes));

describe('SensorTag', () => {
  it.each([
    ['2', '7f00'],
    ['4', '7f01'],
    ['8', '7f02'],
    ['16', '7f03'],
  ])('switches all axes on at %s g, without waking on motion', (range, config) => {
    expect(hexOf(10, { range })).toEqual(['0a', config]);
  });

  it('uses 8 g unless told, and says how fast it can', () => {
    expect(hexOf(5)).toEqual(['14', '7f02']);
    expect(() => hexOf(20)).toThrow(/rateHz 20 .* 10 or less/);
  });

  it.each([
    ['2', 0.5],
    ['16', 4],
  ])('reads %s g full scale by its range', (range, g) => {
    const frame = `${'00'.repeat(6)}0020${'00'.repeat(10)}`;
    const { records, samples } = decodeHex('sensortag', [frame], { range });
    expect(records[0]).toMatchObject({ acc_g: [g, 0, 0] });
    expect(samples[0]!.acc_mps2![0]).toBeCloseTo(g * 9.80665, 9);
  });

  it('takes nothing but whole movements', () => {
    const { samples, events } = decodeHex('sensortag', ['00'.repeat(17), '00'.repeat(36)]);
    expect(samples).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['resync', 'resync']);
  });
});
