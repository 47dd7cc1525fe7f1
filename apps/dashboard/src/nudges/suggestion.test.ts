import { describe, expect, it } from 'vitest';
import { freshSuggestion, type Suggestion } from './suggestion.ts';

const MIN_US = 60e6;
const row = (min: number, nudge: boolean): Suggestion => ({
  ...{ tUs: min * MIN_US, nudge, reason: nudge ? 'unbroken_sitting' : 'under_limit', unbrokenS: 2700 },
  ...{ limitS: 2700, givenToday: 0, dailyCap: 5, nextUs: null },
});
const log = [row(10, true), row(11, false), row(60, true), row(61, false)];

describe('a suggestion is shown', () => {
  it('within minutes, the latest of the day', () => {
    expect(freshSuggestion(log, 0, 62 * MIN_US)?.tUs).toBe(60 * MIN_US);
  });

  it('once', () => {
    expect(freshSuggestion(log, 60 * MIN_US, 62 * MIN_US)).toBeNull();
  });

  it('until the wearer gets up or says that it does not suit, and not when they sit down again', () => {
    const held = [row(60, true), { ...row(61, false), reason: 'too_soon_after_last' as const }];
    const got = [...held, { ...row(62, false), reason: 'not_sitting' as const }];
    expect(freshSuggestion(held, 0, 63 * MIN_US)?.tUs).toBe(60 * MIN_US);
    expect(freshSuggestion(got, 0, 63 * MIN_US)).toBeNull();
    expect(freshSuggestion([...got, row(63, false)], 0, 64 * MIN_US)).toBeNull();
  });

  it('never late: somebody who opens the page an hour after it may have got up long ago', () => {
    expect(freshSuggestion(log, 0, 120 * MIN_US)).toBeNull();
    expect(freshSuggestion([row(1, false)], 0, MIN_US)).toBeNull();
  });
});
