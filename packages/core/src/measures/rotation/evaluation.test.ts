import { describe, expect, test } from 'vitest';
import type { RotationEvent } from '../../pipeline/outputs.ts';
import { createVec3Columns, type ImuBatch } from '../../signal/imu-batch.ts';
import {
  compareTurns,
  evaluateTurns,
  scoreGaitMask,
  type TurnsRecording,
  turnAgreement,
} from './evaluation.ts';
import { scoreEvents } from './event-score.ts';

const RATE_HZ = 50;
const RAD = Math.PI / 180;

/** Stands, walks from 10 s to 20 s, turns by 90 deg within 2 s from 14 s, and looks right at 25 s. */
function recording(): TurnsRecording {
  const n = 35 * RATE_HZ;
  const samples: ImuBatch & { gyrRadps: ReturnType<typeof createVec3Columns> } = {
    n,
    tUs: new Float64Array(n),
    accMps2: createVec3Columns(n),
    gyrRadps: createVec3Columns(n),
    magUt: null,
  };
  for (let i = 0; i < n; i++) {
    const s = i / RATE_HZ;
    const walking = s >= 10 && s < 20;
    samples.tUs[i] = s * 1e6;
    samples.accMps2.z[i] = 9.80665 + (walking ? 2 * Math.sin(2 * Math.PI * 1.8 * s) : 0);
    samples.gyrRadps.z[i] =
      s >= 14 && s < 16 ? 45 * RAD : s >= 25 && s < 27 ? -47 * RAD * Math.sin(Math.PI * (s - 25)) : 0;
  }
  return { name: 'made', samples, opticalTurns: [[14, 16, 84]], walkingPeriods: [[10, 20]] };
}

describe('turns against cameras', () => {
  const evaluation = evaluateTurns(recording());

  test('are the change of heading within the interval', () => {
    const [row] = compareTurns(recording(), evaluation);
    expect(row!.measuredDeg).toBeCloseTo(90, 0);
    expect(row!.contradicted).toBe(false);
    // The interval is cut off where the body turns by 45 deg/s for half of the time looked at.
    expect(row!.edgeRateDps).toBeGreaterThan(20);
    expect(row!.edgeRateDps).toBeLessThan(25);
  });

  test('tell how much of them lies in walking as the other instrument saw it', () => {
    const shares = (walkingPeriods: TurnsRecording['walkingPeriods']) =>
      compareTurns({ ...recording(), walkingPeriods }, evaluation).map(({ walkingShare }) => walkingShare);
    expect(shares([[10, 20]])).toEqual([1]);
    expect(
      shares([
        [10, 14.5],
        [15.5, 20],
      ]),
    ).toEqual([0.5]);
    expect(shares([[16, 20]])).toEqual([0]);
    expect(shares([])).toEqual([0]);
  });

  test('are summarised by correlation and median difference', () => {
    const row = (opticalDeg: number, measuredDeg: number) => ({
      recording: 'made',
      startS: 0,
      endS: 1,
      opticalDeg,
      measuredDeg,
      contradicted: false,
      edgeRateDps: 0,
      walkingShare: 1,
    });
    const { n, r, medianDifferenceDeg } = turnAgreement([
      row(90, 80),
      row(-90, -85),
      row(180, 178),
      row(45, 49),
    ]);
    expect([n, medianDifferenceDeg]).toEqual([4, 4.5]);
    expect(r).toBeGreaterThan(0.99);
  });

  test('leave no rotation inside walking and keep the look outside', () => {
    expect(scoreGaitMask(recording(), evaluation)).toMatchObject({
      insideWalking: 0,
      outside: 1,
      kept: 1,
      small: 0,
      scored: true,
    });
  });

  test('tell what someone who stands turned too little for from what the mask took', () => {
    const standing = { events: [], unmasked: evaluation.unmasked, postureAt: () => 'standing' as const };
    const isSmall = (deg: number) => ({
      ...standing,
      unmasked: evaluation.unmasked.map((event) => ({ ...event, peakDeg: deg })),
    });
    expect(scoreGaitMask(recording(), isSmall(-8))).toMatchObject({ outside: 1, kept: 0, small: 1 });
    expect(scoreGaitMask(recording(), isSmall(-12))).toMatchObject({ outside: 1, kept: 0, small: 0 });
  });
});

describe('found against true events', () => {
  const found = (peakS: number, peakDeg: number): RotationEvent => ({
    startUs: 0,
    peakUs: peakS * 1e6,
    endUs: 0,
    kind: 'rotation',
    peakDeg,
    context: 'sitting',
  });

  test('are matched once each and scored', () => {
    const happened = [
      { startS: 1, endS: 3, peakDeg: 10 },
      { startS: 5, endS: 7, peakDeg: -10 },
      { startS: 9, endS: 11, peakDeg: -20 },
    ];
    const score = scoreEvents([found(2, 10), found(2.5, 8), found(6, 10)], happened, 0);
    expect(score).toMatchObject({ happened: 3, found: 3, matched: 2, directionError: 0.5 });
    expect(score.recall).toBeCloseTo(2 / 3, 12);
    expect(score.precision).toBeCloseTo(2 / 3, 12);
    expect(score.trueAsymmetry).toBe(0.5);
    expect(score.missed).toEqual([happened[2]]);
    expect(score.extra).toEqual([found(2.5, 8)]);
  });
});
