import type { OverviewEntry } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { dateAfter, dateIn } from '../../locales/dates.ts';
import { readerZone } from '../../locales/reader-zone.ts';
import { dayWords, lastDataWords, trendWords } from './people-words.ts';

const NOW_MS = Date.parse('2026-11-22T11:00:00Z');
const entry = (lastDate: string | null, timeZone: string) => ({ lastDate, timeZone }) as OverviewEntry;

test('the day of the last data is told by the clock of the wearer', () => {
  const here = dateIn(readerZone(), NOW_MS * 1000);
  expect(lastDataWords(entry(here, readerZone()), NOW_MS)).toBe('today');
  expect(lastDataWords(entry(dateAfter(here, -1), readerZone()), NOW_MS)).toBe('yesterday');
  expect(lastDataWords(entry(null, readerZone()), NOW_MS)).toBe('none in four weeks');
});

test('where the reader has another date, it is said whose day it is', () => {
  // Of these two at least one has another date than whoever runs this.
  const zones = ['Pacific/Kiritimati', 'Etc/GMT+12'];
  const away = zones.find((zone) => dateIn(zone, NOW_MS * 1000) !== dateIn(readerZone(), NOW_MS * 1000))!;
  const today = dateIn(away, NOW_MS * 1000);
  expect(lastDataWords(entry(today, away), NOW_MS)).toMatch(/^Nov \d+, today where they are$/);
  expect(lastDataWords(entry(dateAfter(today, -1), away), NOW_MS)).toMatch(/, yesterday where they are$/);
  expect(lastDataWords(entry(dateAfter(today, -2), away), NOW_MS)).toMatch(/^Nov \d+$/);
});

test('what changed of a share is told in points, beside what of it is noise', () => {
  const sittingShare = { mean: 0.7, change: -0.12, mdc95: 0.054, direction: 'less' };
  expect(trendWords({ sittingShare } as OverviewEntry)).toEqual({
    level: '70% of worn time',
    change: '12 points less than before',
    noise: 'noise ±5.4 points',
  });
  const byOne = { ...sittingShare, change: 0.0101, mdc95: null, direction: 'more' };
  expect(trendWords({ sittingShare: byOne } as OverviewEntry)?.change).toBe('1 point more than before');
});

test('a day of another year is told with its year', () => {
  expect(dayWords(Date.parse('2026-12-03T12:00:00Z') * 1000, NOW_MS)).toMatch(/^Dec \d$/);
  expect(dayWords(Date.parse('2027-03-23T12:00:00Z') * 1000, NOW_MS)).toMatch(/^Mar \d+, 2027$/);
});
