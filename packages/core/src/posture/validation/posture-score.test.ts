import { expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { type ScoredPerson, scorePosture } from './posture-score.ts';

const MINUTE = 60;
const many = <T>(state: T): T[] => Array.from({ length: MINUTE }, () => state);

/** A minute of sitting that is told as it is, and one of standing that is told as something else. */
function personWhoseStandingIs(told: PostureState): ScoredPerson {
  const said = [...many<PostureState>('sitting'), ...many(told)];
  const truth = [...many('sitting' as const), ...many('standing' as const)];
  return { id: 'x', truth, said, saidAtOnce: said, probability: said.map(() => 1) };
}

const balancedOf = (told: PostureState): number | null =>
  scorePosture([personWhoseStandingIs(told)]).people[0]!.balancedAccuracy;

test('balanced accuracy takes any other posture than sitting for standing, and what is not known for wrong', () => {
  expect((['standing', 'walking', 'sitting', 'unknown'] as const).map(balancedOf)).toEqual([1, 1, 0.5, 0.5]);
});

test('what is not known is not covered', () => {
  expect(scorePosture([personWhoseStandingIs('unknown')]).coverage).toBe(0.5);
});
