import { expect, test } from 'vitest';
import { dayText } from './day-text.ts';
import type { AnalysisSummary } from './summary.ts';

const SHOWN = 200;
const SUGGESTION = {
  ...{ tUs: 0, reason: 'unbroken_sitting', unbrokenS: 2700, limitS: 2700, givenToday: 1, dailyCap: 5 },
} as const;

/** The line on suggestions of an analysis that tells nothing else. */
function suggestionsOf(nudges: Pick<AnalysisSummary['nudges'], 'suggestions' | 'heldBack'>): string {
  const recording = { startUs: 0, endUs: 1 };
  const told = { recording, timeZone: 'UTC', measures: [], nudges: { note: 'assumed', ...nudges } };
  const lines = dayText(told as unknown as AnalysisSummary, SHOWN)
    .trim()
    .split('\n');
  return lines.at(-1)!.replace(/ {2,}/, ': ');
}

test('where no break would have been suggested, it says why', () => {
  const heldBack = [
    { reason: 'outside_active_hours', minutes: 420 },
    { reason: 'not_sitting', minutes: 14.2 },
  ];
  expect(suggestionsOf({ suggestions: [], heldBack })).toBe(
    'Suggestions of a break: 0 (outside the hours for suggestions for 7 h, was not sitting for 14 min), assumed',
  );
  expect(suggestionsOf({ suggestions: [], heldBack: [] })).toBe('Suggestions of a break: 0, assumed');
});

test('where some would have been, it counts them', () => {
  const heldBack = [{ reason: 'not_sitting', minutes: 14.2 }];
  expect(suggestionsOf({ suggestions: [SUGGESTION], heldBack })).toBe('Suggestions of a break: 1, assumed');
});
