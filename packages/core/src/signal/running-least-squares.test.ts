import { expect, it } from 'vitest';
import { RunningLeastSquares } from './running-least-squares.ts';

/** x and y. */
const LINE = [
  [0, 1.1],
  [1, 2.9],
  [2, 5.2],
  [3, 6.8],
] as const;

it('finds the line through four points, and how sure it is', () => {
  const fit = new RunningLeastSquares(2);
  for (const [x, y] of LINE) fit.add(Float64Array.of(1, x), 0, y);
  fit.solve();
  // By hand: slope 9.7 / 5, intercept 4 - 1.5 * slope; the inverse of [[4, 6], [6, 14]] has 0.7 and 0.2 on its diagonal.
  expect(fit.solution[1]).toBeCloseTo(1.94, 4);
  expect(fit.solution[0]).toBeCloseTo(1.09, 4);
  expect([...fit.variances].map((v) => Number(v.toFixed(3)))).toEqual([0.7, 0.2]);
  const left = LINE.reduce((sum, [x, y]) => sum + (y - 1.09 - 1.94 * x) ** 2, 0);
  expect(fit.unexplained).toBeCloseTo(left, 4);
  expect(fit.count).toBe(4);
});

it('counts old equations less', () => {
  const [kept, thrice] = [1, 2].map(() => new RunningLeastSquares(1));
  kept!.add(Float64Array.of(1), 0, 3);
  kept!.keep(1 / 3);
  kept!.add(Float64Array.of(9, 1), 1, 7);
  for (const y of [3, 7, 7, 7]) thrice!.add(Float64Array.of(1), 0, y);
  for (const fit of [kept!, thrice!]) {
    fit.solve();
    expect(fit.solution[0]).toBeCloseTo(6, 4);
  }
  kept!.keep(0);
  expect(kept!.count).toBe(0);
});

it('tells the others where one unknown is in no equation, and that of it nothing is known', () => {
  const fit = new RunningLeastSquares(3);
  for (const [x, y] of LINE) fit.add(Float64Array.of(1, 0, x), 0, y);
  fit.solve();
  expect(fit.solution[2]).toBeCloseTo(1.94, 4);
  expect(fit.solution[1]).toBe(0);
  expect(fit.variances[1]).toBeGreaterThan(1e5);
});
