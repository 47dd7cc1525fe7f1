import { expect, test } from 'vitest';
import { HostClock } from './host-clock.ts';

const START_US = 1_795_000_000_000_000;
const PLAYED_US = 1_700_000_000_000_000;

function source(): { monotonicNs: () => bigint; wallMs: () => number; ns: bigint; ms: number } {
  const state = { ns: 5_000n, ms: START_US / 1000, monotonicNs: () => state.ns, wallMs: () => state.ms };
  return state;
}

test('times hang on the monotonic clock, not on corrections of the time of day', () => {
  const time = source();
  const clock = new HostClock(time, null);
  time.ns += 2_000_000_000n;
  time.ms += 2_003;
  expect([clock.nowUs(), clock.reanchor(), clock.nowUs()]).toEqual([START_US + 2e6, 0, START_US + 2e6]);
});

test('a clock that was set is found, and time goes on from there', () => {
  const time = source();
  const clock = new HostClock(time, null);
  time.ns += 1_000_000_000n;
  time.ms += 3_601_000;
  expect(clock.reanchor()).toBe(3600e6);
  expect(clock.nowUs()).toBe(START_US + 3601e6);
  expect(clock.reanchor()).toBe(0);
});

test('played time runs as many times faster as asked', () => {
  const time = source();
  const playback = { title: 'day', speed: 10, epochUs: PLAYED_US, anchorUs: START_US };
  const clock = new HostClock(time, playback);
  time.ns += 3_000_000_000n;
  expect(clock.nowUs()).toBe(PLAYED_US + 30e6);
});
