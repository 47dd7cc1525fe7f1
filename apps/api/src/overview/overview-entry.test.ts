import { expect, test } from 'vitest';
import type { OverviewRow } from './overview.repository.ts';
import { toEntry } from './overview-entry.ts';

const DAYS = 28;
const TODAY = '2026-11-28';
const dateOf = (i: number): string => `2026-11-${String(i + 1).padStart(2, '0')}`;

/** Four weeks up to today, a share of sitting for each day; null: the day does not count. */
function sittingShare(shares: readonly (number | null)[]) {
  const row: OverviewRow = {
    ...{ wearer: 'w', name: 'w', scopes: ['summary'], untilUs: null, response24h: null },
    ...{ today: TODAY, timeZone: 'UTC', worn: shares.map(() => 480), shares },
    ...{ dates: shares.map((_, i) => dateOf(i)), valid: shares.map((share) => share !== null) },
  };
  return toEntry(row, 0).sittingShare;
}

const half = (share: number, spread: number): number[] =>
  Array.from({ length: DAYS / 2 }, (_, i) => share + (i % 2 === 0 ? spread : -spread));

test.each([
  ['before', half(0.5, 0.2), half(0.6, 0.01)],
  ['now', half(0.5, 0.01), half(0.6, 0.2)],
])('a change within the noise of the half that varies more, the one %s, is none', (_, before, now) => {
  const told = sittingShare([...before, ...now]);
  expect(told.change).toBeCloseTo(0.1, 12);
  expect(told).toMatchObject({
    direction: 'same',
    mdc95: expect.closeTo((2.77 * 0.2075) / Math.sqrt(14), 3),
  });
});

test('a change beyond the noise of both halves is one', () => {
  expect(sittingShare([...half(0.5, 0.01), ...half(0.6, 0.02)])).toMatchObject({ direction: 'more' });
});

test('fewer than five days that count in one of the halves say nothing about a change', () => {
  const few = half(0.6, 0.02).map((share, i) => (i < 10 ? null : share));
  const told = sittingShare([...half(0.5, 0.01), ...few]);
  expect(told).toMatchObject({
    direction: 'unknown',
    mdc95: null,
    reason: expect.stringMatching(/^4 valid days/),
  });
});
