import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceLayout, leaningOf } from './balance-layout.ts';

const of = (asymmetry: number, interval: readonly [number, number] | null = null) => ({
  asymmetry,
  interval,
  usual: null,
});

describe('balanceLayout', () => {
  it('has even in the middle, on the closest scale that holds everything', () => {
    expect(balanceLayout(of(0, [-0.1, 0.1]))).toEqual({
      limit: 0.2,
      point: 0.5,
      interval: [0.25, 0.75],
      usual: null,
    });
    expect(balanceLayout(of(0.3)).limit).toBe(0.5);
    expect(balanceLayout({ ...of(0), usual: [-0.9, 0] }).limit).toBe(1);
    expect(balanceLayout({ ...of(0.1), limit: 1 })).toMatchObject({ limit: 1, point: 0.55 });
  });

  it('mirrors exactly', () => {
    const side = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, side, (a, b, c) => {
        const [low, high] = [Math.min(b, c), Math.max(b, c)];
        const there = balanceLayout(of(a, [low, high]));
        const back = balanceLayout(of(-a, [-high, -low]));
        expect(back.point).toBeCloseTo(1 - there.point, 12);
        expect(back.interval![0]).toBeCloseTo(1 - there.interval![1], 12);
      }),
    );
  });
});

describe('what may be said', () => {
  it('names a side only when the whole interval lies on it', () => {
    expect(leaningOf(of(0.2, [0.1, 0.3]))).toBe('right');
    expect(leaningOf(of(-0.2, [-0.3, -0.1]))).toBe('left');
    expect(leaningOf(of(0.2, [-0.1, 0.5]))).toBe('unsure');
    expect(leaningOf(of(0.02, [-0.1, 0.14]))).toBe('even');
    expect(leaningOf(of(0.4))).toBe('unsure');
  });
});
