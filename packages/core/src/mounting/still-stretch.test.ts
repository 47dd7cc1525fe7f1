import { expect, test } from 'vitest';
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
