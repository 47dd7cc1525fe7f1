import { describe, expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { bandOf, Holding, holdingBudgetS, LOAD_BANDS, type LoadBand } from './holding.ts';
import { LOAD_PARAMS } from './load.params.ts';

const PARAMS = LOAD_PARAMS.holding;
const band = (state: PostureState, flexionDeg: number | null, sideBendDeg: number | null, tiltDeg = 0) =>
  bandOf(state, { flexionDeg, sideBendDeg, tiltDeg }, PARAMS);
const budgetS = (of: LoadBand, flexionDeg: number | null = null) => holdingBudgetS(of, flexionDeg, PARAMS);

describe('the band of a trunk', () => {
  test.each([
    [19.9, 'neutral'],
    [20, 'forward_moderate'],
    [59.9, 'forward_moderate'],
    [60, 'forward_far'],
  ] as const)('that is %d deg forward is %s, sitting or standing', (deg, told) => {
    expect([band('sitting', deg, 0), band('standing', deg, 0)]).toEqual([told, told]);
  });

  test('that leans back is one only standing, from beyond five degrees', () => {
    expect([band('standing', -5, 0), band('standing', -5.1, 0)]).toEqual(['neutral', 'back']);
    expect(band('sitting', -40, 0)).toBe('neutral');
  });

  test('that bends to a side and forward is the wider departure', () => {
    expect(band('standing', 60, 30)).toBe('forward_far');
    expect(band('standing', 30, 40)).toBe('side_far');
    expect(band('standing', 25, 22)).toBe('forward_moderate');
  });

  test('that is tipped back is a side bend beyond what an axis off by twenty degrees makes of it', () => {
    // asin(sin 10 + sin 30 sin 20) = 20.16 deg.
    expect([band('sitting', -30, 20), band('sitting', -30, 20.3)]).toEqual(['neutral', 'side_moderate']);
    expect([band('sitting', -30, -20), band('sitting', -30, -20.3)]).toEqual(['neutral', 'side_moderate']);
  });

  test('whose forward is not known is told by its tilt, standing', () => {
    const tilted = (tiltDeg: number) => [
      band('standing', null, null, tiltDeg),
      band('sitting', null, null, tiltDeg),
    ];
    expect(tilted(19.9)).toEqual(['neutral', 'neutral']);
    expect(tilted(20)).toEqual(['tilted_moderate', 'neutral']);
    expect(tilted(60)).toEqual(['tilted_far', 'neutral']);
    expect(bandOf('standing', { flexionDeg: 5, sideBendDeg: null, tiltDeg: null }, PARAMS)).toBe('unknown');
  });

  test('on the move, lying or unseen is that, wherever it points', () => {
    for (const state of ['walking', 'running', 'cycling'] as const)
      expect(band(state, 70, 30)).toBe('moving');
    expect(band('lying', 90, 0)).toBe('lying');
    expect([band('unknown', 0, 0), band('not_worn', 0, 0)]).toEqual(['unknown', 'unknown']);
  });
});

describe('how long a band may be held', () => {
  test('falls from four minutes at 20 deg to one at 60, and is level beyond', () => {
    expect([10, 20, 40, 60, 80].map((deg) => budgetS('forward_moderate', deg))).toEqual([
      240, 240, 150, 60, 60,
    ]);
    expect(budgetS('forward_moderate')).toBe(240);
  });

  test('is four minutes of what is moderate, one of what is far, and without limit elsewhere', () => {
    const told = Object.fromEntries(LOAD_BANDS.map((of) => [of, budgetS(of)]));
    expect(told).toEqual({
      ...{ neutral: null, moving: null, lying: null, unknown: null },
      ...{ forward_moderate: 240, side_moderate: 240, tilted_moderate: 240 },
      ...{ forward_far: 60, side_far: 60, tilted_far: 60, back: 60 },
    });
  });
});

test('short visits elsewhere do not add up to having left', () => {
  const holding = new Holding(PARAMS);
  for (let s = 0; s < 60; s++) {
    const away = s % 5 >= 3;
    holding.push(1, 'standing', away ? 'side_moderate' : 'neutral', 0);
  }
  expect([holding.band, holding.holdingS]).toEqual(['neutral', 60]);
});
