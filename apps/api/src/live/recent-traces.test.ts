import type { OrientationColumns } from '@plumbline/core';
import { expect, test } from 'vitest';
import { RecentTraces } from './recent-traces.ts';

const WEARER = 7;
const OTHER = 8;
const NOW_MS = 1_795_000_000_000;

function columns(tUs: readonly number[]): OrientationColumns {
  const column = Float64Array.from(tUs);
  const angles = { flexionDeg: column, sideBendDeg: column, rotationDeg: column, tiltDeg: column };
  return { n: tUs.length, tUs: column, w: column, x: column, y: column, z: column, ...angles };
}

const read = (traces: RecentTraces, wearerId: number) => traces.take(wearerId)?.read(0).tUs;

test('the trace of a wearer whom nobody follows is there for who comes, once, and of no one else', () => {
  const traces = new RecentTraces();
  traces.push(WEARER, columns([0, 40_000]), NOW_MS);
  traces.push(OTHER, columns([1_000_000]), NOW_MS);
  traces.push(WEARER, columns([80_000]), NOW_MS);
  expect(read(traces, WEARER)).toEqual([0, 40_000, 80_000]);
  expect(read(traces, WEARER)).toBeUndefined();
  expect(read(traces, OTHER)).toEqual([1_000_000]);
});

test('what nobody has added to for a minute is forgotten', () => {
  const traces = new RecentTraces();
  traces.push(WEARER, columns([0]), NOW_MS);
  traces.push(OTHER, columns([0]), NOW_MS + 59_000);
  traces.tick(NOW_MS + 60_000);
  expect(read(traces, WEARER)).toBeUndefined();
  expect(read(traces, OTHER)).toEqual([0]);
});
