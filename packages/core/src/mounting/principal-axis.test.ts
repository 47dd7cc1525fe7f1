import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dot, type Vec3 } from './body-frame.ts';
import { principalAxis, type Symmetric3 } from './principal-axis.ts';

describe('the principal axis', () => {
  test('of a diagonal matrix is its largest entry, the ratio that to the next', () => {
    expect(principalAxis([2, 0, 0, 16, 0, 1])).toEqual({ axis: [0, 1, 0], ratio: 8 });
  });

  test('of nothing is null, of a single line its direction', () => {
    expect(principalAxis([0, 0, 0, 0, 0, 0])).toBeNull();
    const { axis, ratio } = principalAxis([1, 2, 2, 4, 4, 4])!;
    expect(Math.abs(dot(axis, 1 / 3, 2 / 3, 2 / 3))).toBeCloseTo(1, 12);
    expect(ratio).toBeGreaterThan(1e12);
  });

  test('is an eigenvector of any sum of squares', () => {
    const part = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part, part), { minLength: 3, maxLength: 20 }), (vectors) => {
        const m = vectors.reduce<number[]>(
          (s, [x, y, z]) => [x * x, x * y, x * z, y * y, y * z, z * z].map((v, k) => v + s[k]!),
          [0, 0, 0, 0, 0, 0],
        ) as unknown as Symmetric3;
        const found = principalAxis(m);
        const size = m[0] + m[3] + m[5];
        if (!found || size < 1e-6) return;
        const [xx, xy, xz, yy, yz, zz] = m;
        const rows: Vec3[] = [
          [xx, xy, xz],
          [xy, yy, yz],
          [xz, yz, zz],
        ];
        const image = rows.map((row) => dot(row, ...found.axis));
        const value = dot(found.axis, image[0]!, image[1]!, image[2]!);
        expect(value).toBeGreaterThanOrEqual(size / 3 - 1e-9 * size);
        for (let k = 0; k < 3; k++)
          expect(Math.abs(image[k]! - value * found.axis[k]!)).toBeLessThan(1e-9 * size);
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
