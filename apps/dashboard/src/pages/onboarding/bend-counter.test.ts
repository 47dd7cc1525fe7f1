import { describe, expect, it } from 'vitest';
import { createTraceColumns } from '../../live/trace-ring.ts';
import { beginCount, countBends } from './bend-counter.ts';

function columns(tiltDeg: readonly number[], fromUs = 1) {
  const made = createTraceColumns(tiltDeg.length);
  tiltDeg.forEach((deg, i) => {
    made.tUs[i] = fromUs + i;
    made.tiltDeg[i] = deg;
  });
  return made;
}

describe('bends', () => {
  it('count when the wearer is upright again', () => {
    const bent = countBends(beginCount(0), columns([2, 20, 40, 60]));
    expect(bent).toMatchObject({ bends: 0, bent: true });
    expect(countBends(bent, columns([40, 10], 5))).toMatchObject({ bends: 1, bent: false });
  });

  it('do not count when they are shallow, or when points are missing', () => {
    expect(countBends(beginCount(0), columns([2, 20, 29, 10])).bends).toBe(0);
    expect(countBends(beginCount(0), columns([Number.NaN, 40, Number.NaN, 20])).bends).toBe(0);
  });

  it('count once, however often the same stretch is looked at', () => {
    const trace = columns([2, 45, 5, 50, 4]);
    const once = countBends(beginCount(0), trace);
    expect(once.bends).toBe(2);
    expect(countBends(once, trace)).toBe(once);
  });

  it('that lie before the beginning do not count', () => {
    expect(countBends(beginCount(3), columns([2, 45, 5, 50, 4])).bends).toBe(1);
  });
});
