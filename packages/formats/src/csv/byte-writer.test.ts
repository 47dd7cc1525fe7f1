import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import { FieldReader } from './number-parser.ts';

function written(value: number, decimals: number): string {
  const writer = new ByteWriter();
  writer.fixed(value, decimals);
  return new TextDecoder().decode(writer.take());
}

describe('fixed decimals', () => {
  it.each([
    [0, 3, '0.000'],
    [-0, 3, '0.000'],
    [-0.0004, 3, '0.000'],
    [0.0005, 3, '0.001'],
    [-0.0005, 3, '-0.001'],
    [12.5, 0, '13'],
    [1_700_000_000_123_456, 0, '1700000000123456'],
    [0.999999, 4, '1.0000'],
  ])('%f with %i decimals is %s', (value, decimals, text) => {
    expect(written(value, decimals)).toBe(text);
  });

  it('mirrors: the text of -x is the text of x with a sign', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e5, noNaN: true }), (x) => {
        expect(written(-x, 4)).toBe(`-${written(x, 4)}`);
      }),
    );
  });

  it('is read back as the nearest number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 9 }),
        (digits, decimals) => {
          const value = digits / 10 ** decimals;
          const bytes = new TextEncoder().encode(written(value, decimals));
          expect(new FieldReader().read(bytes, bytes.length)).toBe(value === 0 ? 0 : value);
        },
      ),
    );
  });
});
