import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FieldReader } from './number-parser.ts';

/** The fields of a line. */
function fields(line: string): number[] {
  const bytes = new TextEncoder().encode(line);
  const reader = new FieldReader();
  const values: number[] = [];
  for (reader.at = 0; reader.at <= bytes.length; reader.at++) values.push(reader.read(bytes, bytes.length));
  return values;
}

describe('FieldReader', () => {
  it('agrees with the engine on every decimal notation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          expect(fields(values.map(String).join(','))).toEqual(values.map((value) => Number(String(value))));
        },
      ),
    );
  });

  it('agrees with the engine on plain decimals of any length', () => {
    const digits = fc.stringMatching(/^[0-9]{1,24}$/);
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits, fc.option(digits), (sign, whole, fraction) => {
        const text = fraction === null ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
        expect(fields(text)).toEqual([Number(text)]);
      }),
    );
  });

  it.each(['', ' ', '-', '.', '1..2', '0x10', 'Infinity', 'nan', '--1', '1e', '1 2', '١'])(
    '%j is no number',
    (text) => {
      expect(fields(text)).toEqual([Number.NaN]);
      expect(fields(`7,${text},8`)).toEqual([7, Number.NaN, 8]);
    },
  );

  it('ends at a comma or at the end of the line', () => {
    const bytes = new TextEncoder().encode('1.5,-2,x');
    const reader = new FieldReader();
    expect(reader.read(bytes, 3)).toBe(1.5);
    expect(reader.at).toBe(3);
    reader.at = 4;
    expect(reader.read(bytes, bytes.length)).toBe(-2);
    expect(reader.at).toBe(6);
  });
});
