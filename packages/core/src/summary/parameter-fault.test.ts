import { describe, expect, test } from 'vitest';
import { SITTING_PARAMS } from '../measures/sitting/sitting.params.ts';
import { parameterFault } from './parameter-fault.ts';

describe('a parameter', () => {
  test.each([
    ['load.creep.loadTauS', 564, 600],
    ['posture.minSittingS', 5, 0],
    ['sitting.resamples', 200, 2_000],
    ['load.holding.forwardDeg', [20, 60], [15, 90]],
    ['load.holding.budgetS', [240, 60], [200, 200]],
    ['sitting.boutEdges', 'whole', 'cut'],
    ['sitting.powerLawShortestMin', null, 1],
  ])('%s is %j and may be %j', (path, shipped, value) => {
    expect(parameterFault(path, shipped, value)).toBeNull();
  });

  test.each([
    ['load.creep.loadTauS', 564, 'long', 'give a value like the shipped one, 564 (number)'],
    ['load.creep.loadTauS', 564, -5, 'give from 5.64 to 56400; the shipped one is 564'],
    ['load.creep.loadTauS', 564, 0, 'give from 5.64 to 56400; the shipped one is 564'],
    ['load.creep.loadTauS', 564, Number.NaN, 'give from 5.64 to 56400;'],
    ['posture.minSittingS', 5, -1, 'give from 0.05 to 500, or 0'],
    ['posture.referenceWindowS', 300, 1e308, 'give from 3 to 30000;'],
    ['sitting.resamples', 200, 1e9, 'give from 2 to 2000;'],
    ['sitting.boutEdges', 'whole', 'bogus', 'give one of: whole, cut'],
    ['sitting.powerLawShortestMin', null, Number.POSITIVE_INFINITY, 'give a number from 0 on'],
    ['sitting.prolongedMin', [20, 30, 60], [15], 'list of 3: number'],
    ['load.holding.forwardDeg', [20, 60], [20, 1e9], 'from a hundredth to 100 times'],
    ['load.holding.forwardDeg', [20, 60], [60, 20], 'in the order of the shipped ones, [20,60]'],
    ['load.holding.budgetS', [240, 60], [60, 240], 'in the order of the shipped ones, [240,60]'],
  ])('%s is %j and cannot be %j: %s', (path, shipped, value, remedy) => {
    expect(parameterFault(path, shipped, value)).toContain(remedy);
  });

  test('of a word has that word among those that can stand there', () => {
    for (const [name, value] of Object.entries(SITTING_PARAMS))
      if (typeof value === 'string') expect(parameterFault(name, value, value)).toBeNull();
  });
});
