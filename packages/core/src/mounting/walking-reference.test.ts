import { describe, expect, test } from 'vitest';
import { angleBetweenDeg, type Vec3 } from './body-frame.ts';
import { MOUNTING_PARAMS } from './mounting.params.ts';
import { WalkingReference } from './walking-reference.ts';

const RAD = Math.PI / 180;
const UPRIGHT: Vec3 = [0, 0, 1];
/** Tipped to no axis of the sensor. */
const tipped = (deg: number): Vec3 => [
  9.8 * Math.sin(deg * RAD) * 0.6,
  9.8 * Math.sin(deg * RAD) * 0.8,
  9.8 * Math.cos(deg * RAD),
];

function walked(...parts: readonly (readonly [seconds: number, deg: number])[]): WalkingReference {
  const reference = new WalkingReference(MOUNTING_PARAMS);
  for (const [seconds, deg] of parts) for (let s = 0; s < seconds; s++) reference.add(tipped(deg));
  return reference;
}
const deg = (reference: WalkingReference): number => angleBetweenDeg(reference.up!, UPRIGHT);

describe('the walking reference', () => {
  test('is there after ten seconds of walking', () => {
    expect(walked([9, 5]).up).toBeNull();
    expect(deg(walked([10, 5]))).toBeCloseTo(5, 9);
    expect(walked([9, 5]).seconds).toBe(9);
  });

  test('is that of the last five minutes', () => {
    expect(deg(walked([100, 4], [300, 0]))).toBeCloseTo(0, 9);
    expect(deg(walked([100, 4], [299, 0]))).toBeGreaterThan(0.01);
    expect(walked([400, 0]).seconds).toBe(300);
  });

  test('does not follow what lies more than 50 degrees away', () => {
    expect(walked([10, 0], [20, 49]).seconds).toBe(30);
    expect(walked([10, 0], [20, 51]).seconds).toBe(10);
  });

  test('leaves out what lies more than 15 degrees from the mean', () => {
    // 99 windows upright and one tipped: the mean is off by a hundredth of the sine.
    expect(deg(walked([99, 0], [1, 14.9]))).toBeGreaterThan(0.1);
    expect(deg(walked([99, 0], [1, 15.5]))).toBeCloseTo(0, 9);
  });

  test('begins anew from given directions', () => {
    const reference = walked([50, 0]);
    reference.restart(Array.from({ length: 20 }, () => tipped(70)));
    expect([reference.seconds, deg(reference)]).toEqual([20, expect.closeTo(70, 9)]);
    reference.restart([tipped(0)]);
    expect(reference.up).toBeNull();
  });

  test('goes on from a snapshot exactly, before it is there and after it is full', () => {
    for (const seconds of [5, 40, 450]) {
      const whole = walked([seconds, 3]);
      const resumed = new WalkingReference(MOUNTING_PARAMS);
      resumed.restore(JSON.parse(JSON.stringify(whole.snapshot())));
      expect([resumed.up, resumed.seconds]).toEqual([whole.up, whole.seconds]);
      for (const reference of [whole, resumed]) for (let s = 0; s < 20; s++) reference.add(tipped(9));
      expect(resumed.up).toEqual(whole.up);
      expect(resumed.snapshot()).toEqual(whole.snapshot());
    }
  });
});
