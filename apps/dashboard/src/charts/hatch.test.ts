import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hatchPath, type Mark } from './hatch.ts';

const rect = { x: 8, y: 16, width: 8, height: 16 };
const MARKS: readonly Mark[] = ['vertical', 'horizontal', 'diagonal', 'dots'];

describe('the marks of a surface', () => {
  test.each([
    ['vertical', 'M10 16v16M14 16v16'],
    ['horizontal', 'M8 18h8M8 22h8M8 26h8M8 30h8'],
    ['dots', 'M12 20h0M12 28h0'],
    ['diagonal', 'M8 24L16 16M8 32L16 24'],
  ] as const)('%s', (mark, path) => {
    expect(hatchPath(rect, mark)).toBe(path);
  });

  test('never leave the surface', () => {
    const size = fc.integer({ min: 3, max: 60 });
    const place = fc.integer({ min: -40, max: 400 });
    const surface = fc.record({ x: place, y: place, width: size, height: size });
    fc.assert(
      fc.property(surface, (of) => {
        const ends = [...hatchPath(of, 'diagonal').matchAll(/[ML](\S+) ([^ML]+)/g)].map(
          ([, x, y]) => [Number(x), Number(y)] as const,
        );
        for (const [x, y] of ends) {
          expect(x >= of.x && x <= of.x + of.width && y >= of.y && y <= of.y + of.height).toBe(true);
        }
      }),
    );
  });

  test('are none where the surface is too narrow for lines', () => {
    for (const mark of MARKS) expect(hatchPath({ ...rect, width: 2 }, mark)).toBe('');
  });
});
