import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Vec3 } from './body-frame.ts';
import { rotation } from './mounting-testing.ts';
import { StillStretch } from './still-stretch.ts';

const at = (deg: number): [number, number, number] => {
  const angle = (deg * Math.PI) / 180;
  return [9.8 * Math.cos(angle), 9.8 * Math.sin(angle), 0];
};

test('lasts as long as all directions lie within the width, and begins after the second that left it', () => {
  const stretch = new StillStretch(0.4);
  const lengths = [0, 0.3, -0.09, 0.2, 0.32, 0.32, 0.1].map((deg, s) => {
    stretch.push(s * 1e6, at(deg));
    return stretch.lengthS;
  });
  expect(lengths).toEqual([1, 2, 3, 4, 0, 1, 2]);
  expect(stretch.sinceUs).toBe(5e6);
});

test('says whether a second would stay, and does not count it', () => {
  const stretch = new StillStretch(0.4);
  stretch.push(0, at(0));
  expect([stretch.holds(at(0.39)), stretch.holds(at(0.41)), stretch.holds(at(-0.39))]).toEqual([
    true,
    false,
    true,
  ]);
  expect(stretch.lengthS).toBe(1);
});

test('takes a second without acceleration for nothing seen', () => {
  const stretch = new StillStretch(0.4);
  stretch.push(1e6, [0, 0, 0]);
  expect([stretch.lengthS, stretch.sinceUs]).toEqual([0, null]);
});

test('lasts as long whichever way the clip is turned, straight or diagonal to the axes of the sensor', () => {
  const small = fc.double({ min: -3, max: 3, noNaN: true }).map((deg) => (deg * Math.PI) / 180);
  const wander = fc.array(fc.tuple(small, small), { minLength: 2, maxLength: 60 });
  const lengths = (directions: readonly Vec3[]): number[] => {
    const stretch = new StillStretch(2.7);
    return directions.map((direction, s) => {
      stretch.push(s * 1e6, direction);
      return stretch.lengthS;
    });
  };
  const unit = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(wander, fc.tuple(unit, unit, unit, fc.constant(1)), (angles, q) => {
      const turn = rotation([...q]);
      const upright = angles.map(([a, b]): Vec3 => [9.8, 9.8 * Math.tan(a), 9.8 * Math.tan(b)]);
      expect(lengths(upright.map(turn))).toEqual(lengths(upright));
    }),
  );
});

test('holds all its seconds within its width', () => {
  const directions = [0, 120, 240].map((deg): Vec3 => {
    const [x, y] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
    return [1, 0.01 * x, 0.01 * y];
  });
  const stays = (withinDeg: number): boolean => {
    const stretch = new StillStretch(withinDeg);
    for (const [s, direction] of directions.entries()) stretch.push(s * 1e6, direction);
    return stretch.lengthS === directions.length;
  };
  // Corners of a triangle in a circle of 1.15 deg; the ball may be half as wide again.
  expect([stays(1.14), stays(1.15 * 1.5)]).toEqual([false, true]);
});
