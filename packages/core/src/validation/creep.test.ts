import { expect, test } from 'vitest';
import { creepFigures } from './creep.ts';

test('creep is that of the published experiments', () => {
  const { loadingTauMin, leftAfter2Min, leftAfter30Min, longOverShortBlocks } = creepFigures();
  expect(loadingTauMin).toBeCloseTo(9.4, 2);
  expect(leftAfter2Min).toBeLessThanOrEqual(0.5);
  expect(leftAfter30Min).toBeGreaterThan(0);
  expect(longOverShortBlocks).toBeGreaterThanOrEqual(1.5);
});
