import { expect, test } from 'vitest';
import { LABELLED_RATE_HZ, type LabelledPerson } from '../posture/validation/labelled-person.ts';
import { keptStill } from './kept-still.ts';

const RAD = Math.PI / 180;

/** Whose direction is `leanDeg` in each second. */
function leaning(seconds: number, leanDeg: (s: number) => number): LabelledPerson {
  const n = seconds * LABELLED_RATE_HZ;
  const angles = Float64Array.from({ length: n }, (_, i) => leanDeg(Math.floor(i / LABELLED_RATE_HZ)) * RAD);
  return {
    id: 'made up',
    n,
    tUs: angles.map((_, i) => (i * 1e6) / LABELLED_RATE_HZ),
    x: angles.map((angle) => 9.8 * Math.cos(angle)),
    y: angles.map(() => 0),
    z: angles.map((angle) => 9.8 * Math.sin(angle)),
    labels: new Map(),
  };
}

test('the longest stretch within each width is counted, not the last and not all of them', () => {
  // 100 s in steps of 0.3 degrees every 20 s, then 50 s of 5 degrees to and fro, then 30 s without a movement.
  const person = leaning(180, (s) => (s < 100 ? 0.3 * Math.floor(s / 20) : s < 150 ? 5 * (s % 2) : 0));
  const [wide, narrow] = keptStill(person);
  expect(wide).toEqual({ withinDeg: 0.4, longestS: 40, limitS: 600 });
  expect(narrow).toMatchObject({ withinDeg: 0.15, limitS: 180 });
  expect(Math.abs(narrow!.longestS - 30)).toBeLessThanOrEqual(1);
});
