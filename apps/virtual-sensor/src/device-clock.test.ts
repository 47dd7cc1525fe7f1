import { expect, test } from 'vitest';
import { DeviceClock } from './device-clock.ts';

function clockAt(speed: number, ppm = 0): { clock: DeviceClock; pass: (ms: number) => void } {
  let nowMs = 5_000;
  const clock = new DeviceClock(speed, ppm, () => nowMs);
  return {
    clock,
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

test('begins at 0 and runs as fast as told', () => {
  const { clock, pass } = clockAt(4);
  expect(clock.nowUs()).toBe(0);
  pass(250);
  expect(clock.nowUs()).toBe(1_000_000);
});

test('falls behind the wall by the error of its crystal', () => {
  const { clock, pass } = clockAt(1, 7000);
  pass(1007);
  expect(clock.nowUs()).toBeCloseTo(1_000_000, 6);
});

test('says how long to wait on the wall', () => {
  const { clock, pass } = clockAt(10);
  expect(clock.untilMs(1_000_000)).toBe(100);
  pass(150);
  expect(clock.untilMs(1_000_000)).toBe(-50);
});

test('stands still while paused', () => {
  const { clock, pass } = clockAt(1);
  pass(100);
  clock.pause();
  pass(10_000);
  expect(clock.nowUs()).toBe(100_000);
  expect(clock.untilMs(200_000)).toBe(Number.POSITIVE_INFINITY);
  clock.resume();
  pass(50);
  expect(clock.nowUs()).toBe(150_000);
});

test('resuming a clock that runs changes nothing', () => {
  const { clock, pass } = clockAt(1);
  pass(100);
  clock.resume();
  expect(clock.nowUs()).toBe(100_000);
});
