import { expect, test } from 'vitest';
import { bootstrapTail, student975 } from './student.ts';

test.each<readonly [degrees: number, quantile: number]>([
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228].map(
    (t, i) => [i + 1, t] as const,
  ),
  [11, 2.201],
  [30, 2.0423],
  [120, 1.9799],
  [1e9, 1.96],
])('Student t of %d degrees of freedom has the tabled 97.5 %% quantile', (degrees, quantile) => {
  expect(student975(degrees)).toBeCloseTo(quantile, 3);
});

test('broken degrees of freedom lie between the whole ones', () => {
  // By integrating the density: 3.5747. What is read between two rows of a table errs on the wide side.
  expect(student975(2.5)).toBeGreaterThan(3.5747);
  expect(student975(2.5)).toBeLessThan(3.5747 * 1.02);
  expect(student975(10.5)).toBeLessThan(student975(10));
  expect(student975(10.5)).toBeGreaterThan(student975(11));
});

test('few values cut less from the draws, many the usual 2.5 %', () => {
  // Below -2.571 sqrt(6 / 5) and -2.0117 sqrt(48 / 47) lie these shares of a normal distribution.
  expect(bootstrapTail(6)).toBeCloseTo(0.00243, 5);
  expect(bootstrapTail(48)).toBeCloseTo(0.02102, 5);
  expect(bootstrapTail(1e9)).toBeCloseTo(0.025, 6);
});
