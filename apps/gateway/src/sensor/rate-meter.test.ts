import { expect, test } from 'vitest';
import { RateMeter } from './rate-meter.ts';

const WANTED_HZ = 50;

/** Samples of each second, one after the other. */
function after(perSecond: readonly number[]): RateMeter {
  const meter = new RateMeter(WANTED_HZ);
  let samples = 0;
  meter.tick(0, 0, 0);
  perSecond.forEach((n, second) => {
    samples += n;
    const tUs = (second + 1) * 1e6;
    meter.tick(samples, tUs, tUs);
  });
  return meter;
}
const seconds = (count: number, hz: number): number[] => Array(count).fill(hz);

test('the rate is that of the last five seconds', () => {
  expect(after([...seconds(20, 10), ...seconds(5, 51)]).hz).toBe(51);
});

test('a sensor that was left at another rate is found out within 20 s', () => {
  expect(after(seconds(20, 100)).tooFast).toBe(true);
  expect(after(seconds(20, 75)).tooFast).toBe(true);
  expect(after(seconds(20, 25)).tooSlow).toBe(true);
});

test('crystals, late starts, stalls and their bursts are no other rate', () => {
  const starting = [...seconds(6, 41), ...seconds(20, 50)];
  const stalled = [...seconds(20, 50), 0, 0, 0, 200, ...seconds(20, 50)];
  for (const meter of [after(seconds(60, 50.4)), after(starting), after(stalled)])
    expect([meter.tooFast, meter.tooSlow]).toEqual([false, false]);
});

test('hours that were held back come in fast for a while, which is no other rate', () => {
  const meter = new RateMeter(WANTED_HZ);
  for (let second = 1; second <= 100; second++) {
    const lateS = 3600 - 36 * second;
    meter.tick(second * 37 * WANTED_HZ, second * 1e6, (second - lateS) * 1e6);
    expect(meter.tooFast).toBe(false);
    if (second === 50) expect(meter.catchingUpS).toBe(1800);
  }
  expect(meter.catchingUpS).toBeNull();
});
