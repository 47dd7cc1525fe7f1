import { describe, expect, test } from 'vitest';
import type { LoadRow } from '../../pipeline/outputs.ts';
import { compareDiscomfort, loadBefore } from './discomfort.ts';
import { againstUsual } from './own-usual.ts';

const HOUR_US = 3600e6;
const row = (tUs: number, creep: number | null, movements: number | null = null): LoadRow => ({
  tUs,
  holdingS: 0,
  band: 'neutral',
  creep,
  shifts15min: movements,
  fidgets15min: movements === null ? null : 0,
  budgetShare: null,
});

describe('the load before a rating', () => {
  test('is of the hour before it, each part by itself', () => {
    const rows = [row(0, 1), row(HOUR_US / 2, 0.2, 4), row(HOUR_US, 0.4, null), row(2 * HOUR_US, 1)];
    expect(loadBefore(rows, HOUR_US)).toEqual({ holding: 0, creep: expect.closeTo(0.3, 12), movements: 4 });
  });

  test('is not known where there are no rows', () => {
    expect(loadBefore([], HOUR_US)).toEqual({ holding: null, creep: null, movements: null });
  });
});

describe('discomfort', () => {
  const hours = Array.from({ length: 12 }, (_, i) => (i + 1) * HOUR_US);
  const rows = hours.map((tUs, i) => row(tUs, i / 12, 12 - i));

  test('that follows creep and stillness correlates with them and with nothing else', () => {
    const ratings = hours.map((tUs, i) => ({ tUs, discomfort: Math.floor(i / 2) }));
    const [holding, creep, movements] = compareDiscomfort(ratings, rows);
    expect(holding).toMatchObject({ rho: null, reason: 'one of them never changed' });
    expect(creep!.rho).toBeGreaterThan(0.98);
    expect(movements!.rho).toBeCloseTo(-creep!.rho!, 12);
    expect(creep!.interval![0]).toBeGreaterThan(0.9);
  });

  test('of a known table has its rank correlation', () => {
    const said = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11].map((n) => n / 2);
    const ratings = hours.map((tUs, i) => ({ tUs, discomfort: said[i]! }));
    // 1 - 6 * 12 / (12 * 143)
    expect(compareDiscomfort(ratings, rows)[1]!.rho).toBeCloseTo(1 - 72 / 1716, 12);
  });

  test('of a few ratings says nothing', () => {
    const ratings = hours.slice(0, 9).map((tUs) => ({ tUs, discomfort: 1 }));
    expect(compareDiscomfort(ratings, rows)[1]!.reason).toBe('9 ratings with a known load, 10 are needed');
  });
});

describe('today against the own usual', () => {
  test('is unusual outside the middle half of earlier days', () => {
    const earlier = [9, 10, 11, 12, 13];
    expect(againstUsual(11, earlier)).toEqual({
      median: 11,
      middleHalf: [10, 12],
      unusual: false,
      reason: null,
    });
    expect(againstUsual(3, earlier).unusual).toBe(true);
  });

  test('needs five earlier days', () => {
    expect(againstUsual(11, [9, 10])).toMatchObject({
      median: null,
      reason: '2 earlier valid days, 5 are needed',
    });
  });
});
