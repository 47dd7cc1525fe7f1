import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDayOf } from './local-day.ts';

const us = (iso: string): number => Date.parse(iso) * 1000;
const hours = ({ startUs, endUs }: { startUs: number; endUs: number }): number => (endUs - startUs) / 3600e6;

describe('a local day', () => {
  test('begins at midnight of its zone', () => {
    expect(localDayOf(us('2026-11-21T10:00:00Z'), 'Europe/Berlin')).toEqual({
      date: '2026-11-21',
      startUs: us('2026-11-20T23:00:00Z'),
      endUs: us('2026-11-21T23:00:00Z'),
    });
  });

  test('changes exactly at midnight', () => {
    const midnight = us('2026-11-20T23:00:00Z');
    expect(localDayOf(midnight - 1, 'Europe/Berlin').date).toBe('2026-11-20');
    expect(localDayOf(midnight, 'Europe/Berlin').date).toBe('2026-11-21');
  });

  test('has 23 or 25 hours when the clocks change', () => {
    expect(hours(localDayOf(us('2026-03-29T12:00:00Z'), 'Europe/Berlin'))).toBe(23);
    expect(hours(localDayOf(us('2026-10-25T12:00:00Z'), 'Europe/Berlin'))).toBe(25);
  });

  test('begins at one where the clocks change at midnight', () => {
    // Beirut set its clocks from 00:00 to 01:00 on 31 March 2024.
    expect(localDayOf(us('2024-03-31T12:00:00Z'), 'Asia/Beirut').startUs).toBe(us('2024-03-30T22:00:00Z'));
    expect(hours(localDayOf(us('2024-03-31T12:00:00Z'), 'Asia/Beirut'))).toBe(23);
  });

  test('is another one at the far ends of the world', () => {
    const t = us('2026-11-21T11:30:00Z');
    expect(localDayOf(t, 'Pacific/Kiritimati').date).toBe('2026-11-22');
    expect(localDayOf(t, 'Pacific/Pago_Pago').date).toBe('2026-11-21');
  });

  test('holds its instant, and the next one begins where it ends', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Asia/Beirut',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: us('2020-01-01'), max: us('2040-01-01') }),
        fc.constantFrom(...zones),
        (t, zone) => {
          const day = localDayOf(t, zone);
          expect(day.startUs).toBeLessThanOrEqual(t);
          expect(day.endUs).toBeGreaterThan(t);
          expect(localDayOf(day.endUs, zone).startUs).toBe(day.endUs);
          expect(hours(day)).toBeGreaterThanOrEqual(23);
          expect(hours(day)).toBeLessThanOrEqual(25);
        },
      ),
    );
  });
});
