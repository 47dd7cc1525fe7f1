import { expect, it } from 'vitest';
import { traceOf } from './fixtures/live-messages.ts';
import { TraceRing } from './trace-ring.ts';
import { extent, secondsOf } from './trace-stats.ts';

function columns(...traces: Parameters<TraceRing['append']>[0][]) {
  const ring = new TraceRing();
  for (const trace of traces) ring.append(trace);
  return ring.window(0, Number.POSITIVE_INFINITY);
}

it('finds the extent of what is shown', () => {
  const ramp = columns(traceOf(0, 50, (tUs) => tUs / 40_000));
  expect(extent(ramp, 'flexionDeg', 400_000)).toEqual({ low: 10, high: 49 });
  expect(extent(ramp, 'rotationDeg', 0)).toBeNull();
});

it('lists every second, also those without samples', () => {
  const gap = columns(
    traceOf(0, 25, () => 2),
    traceOf(2_000_000, 25, () => 6),
  );
  const seconds = secondsOf(gap, 0, 2_000_000);
  expect(seconds.map(({ flexionDeg }) => flexionDeg)).toEqual([2, null, 6]);
  expect(seconds.map(({ tUs }) => tUs)).toEqual([0, 1_000_000, 2_000_000]);
});
