import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWhole, panBy, reveal, zoomAt } from './day-view.ts';

const MIN_US = 60e6;
const WHOLE = { startUs: 0, endUs: 600 * MIN_US };

describe('looking closer', () => {
  it('keeps the moment under the pointer where it is', () => {
    const view = zoomAt(WHOLE, WHOLE, 0.25, 0.5);
    expect(view).toEqual({ startUs: 75 * MIN_US, endUs: 375 * MIN_US });
    expect(view.startUs + 0.25 * (view.endUs - view.startUs)).toBe(150 * MIN_US);
  });

  it('ends at ten minutes, and at the whole day', () => {
    expect(zoomAt(WHOLE, WHOLE, 0, 1e-6)).toEqual({ startUs: 0, endUs: 10 * MIN_US });
    expect(isWhole(zoomAt({ startUs: MIN_US, endUs: 99 * MIN_US }, WHOLE, 0.5, 1e6), WHOLE)).toBe(true);
  });

  it('does not look closer than a day that is shorter than that', () => {
    const short = { startUs: 0, endUs: 5 * MIN_US };
    expect(zoomAt(short, short, 0.5, 0.5)).toEqual(short);
  });
});

describe('moving along the day', () => {
  const view = { startUs: 100 * MIN_US, endUs: 160 * MIN_US };

  it('stops at both ends', () => {
    expect(panBy(view, WHOLE, -1e12)).toEqual({ startUs: 0, endUs: 60 * MIN_US });
    expect(panBy(view, WHOLE, 1e12)).toEqual({ startUs: 540 * MIN_US, endUs: 600 * MIN_US });
  });

  it('goes as far as needed to see a moment', () => {
    expect(reveal(view, WHOLE, 120 * MIN_US)).toBe(view);
    expect(reveal(view, WHOLE, 170 * MIN_US)).toEqual({ startUs: 110 * MIN_US, endUs: 170 * MIN_US });
    expect(reveal(view, WHOLE, 90 * MIN_US)).toEqual({ startUs: 90 * MIN_US, endUs: 150 * MIN_US });
  });
});

it('never leaves the day, whatever is done', () => {
  const step = fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
    byUs: fc.integer({ min: -1e12, max: 1e12 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let view = WHOLE;
      for (const { share, factor, byUs } of steps) {
        view = panBy(zoomAt(view, WHOLE, share, factor), WHOLE, byUs);
      }
      expect(view.startUs).toBeGreaterThanOrEqual(WHOLE.startUs);
      expect(view.endUs).toBeLessThanOrEqual(WHOLE.endUs);
      expect(view.endUs - view.startUs).toBeGreaterThanOrEqual(10 * MIN_US - 1);
    }),
  );
});
