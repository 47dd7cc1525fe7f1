import { describe, expect, test } from 'vitest';
import { bodyFrame, type Vec3 } from '../mounting/body-frame.ts';
import { STANDARD_GRAVITY_MPS2 as G } from '../signal/imu-batch.ts';
import type { EvidenceRow } from './evidence.ts';
import { POSTURE_PARAMS } from './posture.params.ts';
import { applyRule, byPitch, isRunning, isSoftWalking, isWalking } from './published-rule.ts';

const RAD = Math.PI / 180;
const FRAME = bodyFrame([0, 0, 1], [1, 0, 0]);
const NO_FORWARD = bodyFrame([0, 0, 1], null);
/** Gravity of a trunk that leans back by so much, or to the left. */
const back = (deg: number): Vec3 => [G * Math.sin(deg * RAD), 0, G * Math.cos(deg * RAD)];
const left = (deg: number): Vec3 => [0, -G * Math.sin(deg * RAD), G * Math.cos(deg * RAD)];

/** Of a second only what the rule reads. */
function row(spreadG: number, dominantHz: number, acc5: Vec3 | null = back(0), regularity = 0): EvidenceRow {
  const steps = { stepRegularity: regularity, strideRegularity: regularity } as EvidenceRow['steps'];
  return { acc5, sd5Mps2: spreadG * G, dominantHz, steps } as EvidenceRow;
}
const told = (of: EvidenceRow, frame = FRAME) => applyRule(of, frame, POSTURE_PARAMS).state;

describe('the published rule', () => {
  test('takes a spread above 0.06 g at 0.6 to 3.5 Hz for walking', () => {
    const walks = (spreadG: number, hz: number) => isWalking(row(spreadG, hz), POSTURE_PARAMS);
    expect([walks(0.0605, 2), walks(0.0595, 2)]).toEqual([true, false]);
    expect([0.59, 0.6, 3.5, 3.51].map((hz) => walks(0.1, hz))).toEqual([false, true, true, false]);
    expect(told(row(0.1, 2, back(20)))).toBe('walking');
  });

  test('takes 64.9 degrees from upright for lying, to whatever side, also on the move', () => {
    expect([told(row(0, 0, back(64.8))), told(row(0, 0, back(65)))]).toEqual(['sitting', 'lying']);
    expect([told(row(0.1, 2, left(65))), told(row(0, 0, back(-65)), NO_FORWARD)]).toEqual(['lying', 'lying']);
  });

  test('takes a pelvis tipped back by 11.6 degrees for sitting', () => {
    expect([11.5, 11.7, -30].map((deg) => told(row(0, 0, back(deg))))).toEqual([
      ...['standing', 'sitting', 'standing'],
    ]);
  });

  test('without forward tells upright only, and without data nothing', () => {
    expect([11.5, 11.7].map((deg) => told(row(0, 0, back(deg)), NO_FORWARD))).toEqual([
      'standing',
      'unknown',
    ]);
    expect(applyRule(row(0, 0, null), FRAME, POSTURE_PARAMS)).toEqual({ state: 'unknown', probability: 0 });
  });

  test('is certain fifteen degrees from a border and even on it', () => {
    const sure = (deg: number) => byPitch(back(deg), FRAME, POSTURE_PARAMS).probability;
    expect(sure(11.6)).toBeCloseTo(0.5, 9);
    expect([sure(11.6 + 7.5), sure(11.6 - 7.5)]).toEqual([expect.closeTo(0.75, 9), expect.closeTo(0.75, 9)]);
    expect([sure(26.7), sure(-3.5)]).toEqual([1, 1]);
    expect(applyRule(row(0, 0, back(64.9 + 7.5)), FRAME, POSTURE_PARAMS).probability).toBeCloseTo(0.75, 9);
    expect(applyRule(row(0.1, 2), FRAME, POSTURE_PARAMS).probability).toBe(0.95);
  });
});

test('soft walking repeats itself from step to step and stride to stride, down to 0.03 g', () => {
  const soft = (spreadG: number, regularity: number, hz = 2) =>
    isSoftWalking(row(spreadG, hz, back(0), regularity), POSTURE_PARAMS);
  expect([soft(0.0305, 0.6), soft(0.0295, 0.6)]).toEqual([true, false]);
  expect([soft(0.05, 0.51), soft(0.05, 0.49), soft(0.05, 0.6, 4)]).toEqual([true, false, false]);
  const uneven = { ...row(0.05, 2), steps: { stepRegularity: 0.9, strideRegularity: 0.4 } } as EvidenceRow;
  expect(isSoftWalking(uneven, POSTURE_PARAMS)).toBe(false);
});

test('running bounces by more than 0.52 g, 2.2 times a second and more', () => {
  const runs = (spreadG: number, hz: number) => isRunning(row(spreadG, hz), POSTURE_PARAMS);
  expect([runs(0.525, 2.2), runs(0.515, 2.2), runs(0.6, 2.19)]).toEqual([true, false, false]);
});
