import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceOf } from './fixtures/live-messages.ts';
import { columnsFrom, TraceRing } from './trace-ring.ts';

const all = (ring: TraceRing) =>
  Array.from(ring.window(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).tUs);
const STEP_US = 40_000;

describe('TraceRing', () => {
  it('is empty at first', () => {
    const ring = new TraceRing(8);
    expect(ring.newestUs).toBeNull();
    expect(ring.window(0, 1e9).n).toBe(0);
  });

  it('keeps the newest points and forgets the oldest', () => {
    const ring = new TraceRing(4);
    ring.append(traceOf(0, 6, (tUs) => tUs));
    expect(all(ring)).toEqual([2, 3, 4, 5].map((i) => i * STEP_US));
    expect(ring.newestUs).toBe(5 * STEP_US);
  });

  it('gives a window with both ends and NaN where an angle is missing', () => {
    const ring = new TraceRing(16);
    ring.append(traceOf(0, 5, (tUs) => (tUs === STEP_US ? null : 7)));
    const window = ring.window(STEP_US, 3 * STEP_US);
    expect(Array.from(window.tUs)).toEqual([1, 2, 3].map((i) => i * STEP_US));
    expect(Array.from(window.flexionDeg)).toEqual([Number.NaN, 7, 7]);
    expect(Array.from(window.rotationDeg)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('can be cut from a time on without copying', () => {
    const ring = new TraceRing(16);
    ring.append(traceOf(0, 5, (tUs) => tUs));
    const whole = ring.window(0, Number.POSITIVE_INFINITY);
    const part = columnsFrom(whole, 3 * STEP_US);
    expect(Array.from(part.flexionDeg)).toEqual([3 * STEP_US, 4 * STEP_US]);
    expect(part.n).toBe(2);
    expect(part.tUs.buffer).toBe(whole.tUs.buffer);
    expect(columnsFrom(whole, 0)).toBe(whole);
  });

  it('replaces what a resumed connection repeats, without a seam', () => {
    const ring = new TraceRing(64);
    ring.append(traceOf(0, 10, () => 1));
    ring.append(traceOf(5 * STEP_US, 10, () => 2));
    const window = ring.window(0, Number.POSITIVE_INFINITY);
    expect(Array.from(window.tUs)).toEqual(Array.from({ length: 15 }, (_, i) => i * STEP_US));
    expect(window.flexionDeg[4]).toBe(1);
    expect(window.flexionDeg[5]).toBe(2);
  });

  it('starts anew when a playback jumps back', () => {
    const ring = new TraceRing(64);
    ring.append(traceOf(1e9, 10, () => 1));
    ring.append(traceOf(0, 3, () => 2));
    expect(all(ring)).toEqual([0, STEP_US, 2 * STEP_US]);
  });

  it('stays ordered and bounded whatever arrives', () => {
    const pieces = fc.array(fc.record({ from: fc.nat(500), n: fc.nat(20) }), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const ring = new TraceRing(32);
        for (const { from, n } of parts) ring.append(traceOf(from * STEP_US, n, () => 0));
        const times = all(ring);
        expect(times.length).toBeLessThanOrEqual(32);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }),
    );
  });
});
