import type { OrientationColumns } from '@plumbline/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRACE_SPAN_US, TRACE_STEP_US, TraceRing } from './trace-ring.ts';

const EPOCH_US = 1_795_000_000_000_000;

/** Samples `[from, to)` at `rateHz`; the flexion tells which sample it is. */
function columns(from: number, to: number, rateHz = 100): OrientationColumns {
  const n = to - from;
  const column = (value: (i: number) => number) =>
    Float64Array.from({ length: n }, (_, k) => value(from + k));
  const zero = column(() => 0);
  return {
    n,
    tUs: column((i) => EPOCH_US + Math.round((i * 1e6) / rateHz)),
    ...{ w: column(() => 1), x: zero, y: zero, z: zero, sideBendDeg: zero, tiltDeg: column(() => 1.23456) },
    flexionDeg: column((i) => i / 100),
    rotationDeg: column(() => Number.NaN),
  };
}

describe('the trace', () => {
  test('has 25 points a second, two decimals, and null for what is not available', () => {
    const ring = new TraceRing();
    ring.push(columns(0, 200));
    const { tUs, flexionDeg, rotationDeg, tiltDeg } = ring.read(0);
    expect(tUs).toHaveLength(50);
    expect(flexionDeg.slice(0, 3)).toEqual([0, 0.04, 0.08]);
    expect(rotationDeg[0]).toBeNull();
    expect(tiltDeg[0]).toBe(1.23);
  });

  test('keeps half a minute', () => {
    const ring = new TraceRing();
    ring.push(columns(0, 20_000));
    const { tUs } = ring.read(0);
    expect(tUs.at(-1)! - tUs[0]!).toBe(TRACE_SPAN_US);
    expect(tUs).toHaveLength(TRACE_SPAN_US / TRACE_STEP_US + 1);
  });

  test('keeps every sample of a slow source', () => {
    const ring = new TraceRing();
    ring.push(columns(0, 100, 10));
    expect(ring.read(0).tUs).toHaveLength(100);
  });

  test('is the same however the samples come, and a reader that asks for what is new misses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 30 }), (sizes) => {
        const ring = new TraceRing();
        const read: number[] = [];
        let at = 0;
        let cursor = 0;
        for (const size of sizes) {
          ring.push(columns(at, at + size));
          at += size;
          read.push(...ring.read(cursor).tUs);
          cursor = ring.end;
        }
        const whole = new TraceRing();
        whole.push(columns(0, at));
        expect(read).toEqual(whole.read(0).tUs);
      }),
    );
  });

  test('begins anew when time is set back', () => {
    const ring = new TraceRing();
    expect(ring.push(columns(0, 500))).toBe(true);
    expect(ring.push(columns(100, 200))).toBe(false);
    expect(ring.read(0).tUs[0]).toBe(EPOCH_US + 1_000_000);
    expect(ring.read(0).tUs).toHaveLength(25);
  });
});
