import { expect, test } from 'vitest';
import type { PostureSecond, PostureState } from '../pipeline/outputs.ts';
import { TrunkExposure } from './trunk-exposure.ts';

const second = (s: number, flexionDeg: number | null, state: PostureState = 'sitting'): PostureSecond => ({
  tUs: s * 1e6,
  state,
  probability: 1,
  flexionDeg,
  sideBendDeg: 0,
  rotationDeg: null,
  tiltDeg: 0,
  activityMps2: 0,
  coverage: 1,
});

test('percentiles of flexion are weighted by time and name their coverage', () => {
  const exposure = new TrunkExposure();
  for (let s = 0; s < 90; s++) exposure.add(second(s, 5.25));
  for (let s = 90; s < 100; s++) exposure.add(second(s, 40.25));
  for (let s = 100; s < 120; s++) exposure.add(second(s, 90, 'lying'));
  const [p10, p50, p90] = exposure.measures(200);
  expect(p10!.value).toBeCloseTo(5.25, 0);
  expect(p50!.value).toBeCloseTo(5.25, 0);
  expect(p90!.value).toBeCloseTo(5.5, 0);
  expect(p50!.coverage).toBe(0.5);
});

test('percentiles of an even spread are its tenth, its middle and its ninetieth', () => {
  const exposure = new TrunkExposure();
  for (let s = 0; s < 400; s++) exposure.add(second(s, s / 4));
  const told = exposure.measures(400).map(({ id, value }) => [id, value]);
  expect(told).toEqual([
    ['flexion_p10', expect.closeTo(10, 0)],
    ['flexion_p50', expect.closeTo(50, 0)],
    ['flexion_p90', expect.closeTo(90, 0)],
  ]);
});

test('a percentile carries the error of an angle at the belt, 5 deg to either side', () => {
  const exposure = new TrunkExposure();
  for (let s = 0; s < 60; s++) exposure.add(second(s, 20));
  const { value, interval } = exposure.measures(60)[1]!;
  expect(interval).toEqual([value! - 5, value! + 5]);
});

test('the matrix holds every run by angle and duration; a gap ends a run', () => {
  const exposure = new TrunkExposure();
  for (let s = 0; s < 40; s++) exposure.add(second(s, 5));
  for (let s = 100; s < 107; s++) exposure.add(second(s, 5));
  const { angleDeg, durationS, seconds } = exposure.variation();
  const row = seconds[angleDeg.indexOf(0) + 1]!;
  expect(row[durationS.indexOf(30)]).toBe(40);
  expect(row[durationS.indexOf(5)]).toBe(7);
  expect(seconds.flat().reduce((sum, s) => sum + s, 0)).toBe(47);
});

test('without a forward axis, and of someone who only lay, it says so', () => {
  for (const only of [second(0, null), second(0, 90, 'lying')]) {
    const exposure = new TrunkExposure();
    exposure.add(only);
    const reason = 'flexion was never known while sitting, standing or on the move';
    expect(exposure.measures(10)[0]).toMatchObject({ value: null, coverage: 0, reason });
  }
});
