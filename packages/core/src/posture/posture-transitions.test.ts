import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DECODER_PARAMS } from './decoder.params.ts';
import { fillTransitions, HIDDEN, HIDDEN_STATES, type Ways } from './posture-transitions.ts';

const { SIT, STAND, STILL, WALK, LIE } = HIDDEN;

function transitions(ways: Partial<Ways> = {}): (from: number, to: number) => number {
  const out = new Float64Array(HIDDEN_STATES ** 2);
  fillTransitions(DECODER_PARAMS, { down: 0, up: 0, moveAgain: DECODER_PARAMS.moveAgain, ...ways }, out);
  return (from, to) => out[from * HIDDEN_STATES + to]!;
}

const states = [SIT, STAND, STILL, WALK, LIE];
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('from every state the chances of all states are one together, and some of it stays', () => {
  fc.assert(
    fc.property(share, share, share, (down, up, moveAgain) => {
      const chance = transitions({ down, up, moveAgain });
      for (const from of states) {
        const row = states.map((to) => chance(from, to));
        expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(chance(from, from)).toBeGreaterThanOrEqual(0.02 - 1e-12);
      }
    }),
  );
});

test('without a door nobody sits down or gets up', () => {
  const chance = transitions();
  expect([STAND, STILL, WALK].map((from) => chance(from, SIT))).toEqual([0, 0, 0]);
  expect([STAND, STILL, WALK].map((to) => chance(SIT, to))).toEqual([0, 0, 0]);
});

test('a door leads down from the feet, and up to standing or at once to walking', () => {
  const chance = transitions({ down: 0.4, up: 0 });
  expect([chance(STAND, SIT), chance(STILL, SIT)]).toEqual([0.4, 0.4]);
  // Whoever walks must stop as well.
  expect(chance(WALK, SIT)).toBeCloseTo(0.4 * 0.4, 12);
  expect(chance(WALK, STAND)).toBeCloseTo(0.4 * 0.6, 12);
  const up = transitions({ up: 0.4 });
  expect([up(SIT, STAND), up(SIT, WALK), up(SIT, STILL)]).toEqual([0.4, 0.2, 0]);
  expect(up(STAND, WALK)).toBeCloseTo(0.2, 12);
});

test('standing still begins from standing, and leads to walking more rarely', () => {
  const chance = transitions({ moveAgain: 0.01 });
  expect([SIT, WALK, LIE].map((from) => chance(from, STILL))).toEqual([0, 0, 0]);
  expect(chance(STAND, STILL)).toBe(DECODER_PARAMS.standStill);
  expect(chance(STILL, STAND)).toBe(0.01);
  expect(chance(STILL, WALK) / chance(STAND, WALK)).toBeCloseTo(DECODER_PARAMS.stillWalks, 12);
});

test('lying is come to and left alike from everywhere, on the feet half as often as sitting', () => {
  const chance = transitions({ down: 0.3, up: 0.3 });
  const { lieDown } = DECODER_PARAMS;
  for (const from of [SIT, STAND, STILL, WALK]) expect(chance(from, LIE)).toBe(lieDown);
  expect([SIT, STAND, WALK].map((to) => chance(LIE, to))).toEqual([lieDown, lieDown / 2, lieDown / 2]);
});
