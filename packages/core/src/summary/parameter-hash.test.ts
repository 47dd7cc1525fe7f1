import { describe, expect, it } from 'vitest';
import { parameterHash } from './parameter-hash.ts';

describe('parameterHash', () => {
  it('does not depend on the order of keys', () => {
    expect(parameterHash({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(
      parameterHash({ b: [2, { d: 4, c: 3 }], a: 1 }),
    );
  });

  it('changes with any value', () => {
    expect(parameterHash({ limitDeg: 11.6 })).not.toBe(parameterHash({ limitDeg: 11.61 }));
    expect(parameterHash([1, 2])).not.toBe(parameterHash([2, 1]));
  });

  it('is 16 hex digits that stay the same', () => {
    expect(parameterHash({ limitDeg: 11.6 })).toMatch(/^[0-9a-f]{16}$/);
    expect(parameterHash({})).toBe(parameterHash({ notSet: undefined }));
  });

  it('of known parameters is known: what is stored is told by it', () => {
    expect(parameterHash({ limitDeg: 11.6, bands: [20, 60], on: null })).toBe('48e3012831c6ed23');
    expect(parameterHash({ weights: Float32Array.of(0.5, -2) })).toBe(parameterHash({ weights: [0.5, -2] }));
  });
});
