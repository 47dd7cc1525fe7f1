import { describe, expect, it } from 'vitest';
import { differences, SHIPPED_PARAMETERS, withParameter } from './parameters.ts';

describe('a parameter', () => {
  it('is changed alone', () => {
    const changed = withParameter(SHIPPED_PARAMETERS, 'load.creep.loadTauS=600');
    expect(differences(SHIPPED_PARAMETERS, changed)).toEqual([
      { path: 'load.creep.loadTauS', before: 564, after: 600 },
    ]);
    expect(SHIPPED_PARAMETERS.load.creep.loadTauS).toBe(564);
  });

  it('may be a list or a word of the same kind', () => {
    expect(withParameter(SHIPPED_PARAMETERS, 'sitting.prolongedMin=[15,30,60]').sitting.prolongedMin[0]).toBe(
      15,
    );
    expect(withParameter(SHIPPED_PARAMETERS, 'sitting.boutEdges=cut').sitting.boutEdges).toBe('cut');
    const { sitting } = withParameter(SHIPPED_PARAMETERS, 'sitting.powerLawShortestMin=1');
    expect(sitting.powerLawShortestMin).toBe(1);
  });

  it.each([
    ['load.creep.tau=600', 'load.creep has no tau, only loadTauS'],
    ['creep.loadTauS=600', 'the parameters have no creep, only posture'],
    ['load.creep=600', 'name one of loadTauS'],
    ['load.rowS.x=1', 'load.rowS is a value'],
    ['load.creep.loadTauS=long', 'give a value like the shipped one, 564 (number)'],
    ['sitting.prolongedMin=[15]', 'list of 3: number'],
    ['load.creep.loadTauS', 'write name=value'],
    ['load.creep.loadTauS=-5', 'give from 5.64 to 56400; the shipped one is 564'],
    ['posture.referenceWindowS=1e999', 'give from 3 to 30000'],
    ['sitting.boutEdges=bogus', 'give one of: whole, cut'],
    ['load.holding.forwardDeg=[60,20]', 'give numbers in the order of the shipped ones, [20,60]'],
  ])('%s is refused by name: %s', (assignment, message) => {
    expect(() => withParameter(SHIPPED_PARAMETERS, assignment)).toThrow(message);
  });
});
