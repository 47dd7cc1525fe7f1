import type { OverviewEntry } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { orderedCodes, shownPeople } from './people-view.ts';

const entry = (name: string, ...attentionCodes: OverviewEntry['attentionCodes']): OverviewEntry => ({
  ...{
    wearer: crypto.randomUUID(),
    name,
    scopes: ['summary'],
    untilUs: null,
    timeZone: 'UTC',
    lastDate: '2026-03-02',
  },
  ...{ daysWithData: 20, validDays: 18, wornMin: 480, response24h: null, attention: [], attentionCodes },
  sittingShare: { mean: 0.7, interval: null, change: 0, mdc95: 0.1, direction: 'same', reason: null },
});
const compare = (a: string, b: string): number => a.localeCompare(b);
const names = (entries: readonly OverviewEntry[]): string[] => entries.map(({ name }) => name);

describe('the list', () => {
  const people = [
    entry('Zoe'),
    entry('Ada', 'consent_ends'),
    entry('Ben', 'silent'),
    entry('Cem', 'worse_after'),
    entry('Dan', 'silent', 'consent_ends'),
    entry('Abe'),
  ];

  test('begins with how somebody felt, then with silence, then with more to look at, then by name', () => {
    const shown = shownPeople(people, { search: '', only: 'all' }, compare);
    expect(names(shown)).toEqual(['Cem', 'Dan', 'Ben', 'Ada', 'Abe', 'Zoe']);
  });

  test('finds names however they are written', () => {
    expect(names(shownPeople(people, { search: ' DA ', only: 'all' }, compare))).toEqual(['Dan', 'Ada']);
  });

  test('can leave out whom nothing asks for', () => {
    expect(shownPeople(people, { search: '', only: 'attention' }, compare)).toHaveLength(4);
  });
});

test('reasons are said in the order in which they matter', () => {
  expect(orderedCodes(['consent_ends', 'worse_after'])).toEqual(['worse_after', 'consent_ends']);
});
