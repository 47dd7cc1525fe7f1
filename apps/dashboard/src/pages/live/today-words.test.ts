import type { Today } from '@plumbline/contract';
import { expect, it } from 'vitest';
import { todayWords } from './today-words.ts';

function measure(id: string, value: number | null, unit: string, reason: string | null = null) {
  const algorithm = 'sitting@1.0.0';
  return { id, value, unit, coverage: 0.8, interval: null, algorithm, parameterHash: 'x', reason };
}

const NOTHING_ELSE = { posture: null, breaks: [], load: null, rotation: [], nudge: null, reason: null };

function today(...measures: Today['measures']): Today {
  return { date: '2026-11-21', timeZone: 'UTC', startUs: 0, endUs: 1, measures, bouts: [], ...NOTHING_ELSE };
}

it('says each number, and once what they rest on', () => {
  const { lines, coverage } = todayWords(
    today(
      measure('known_time', 232, 'min'),
      measure('sitting_bout_longest', 55.4, 'min'),
      measure('sitting_breaks', 6, '1'),
    ),
  );
  expect(lines).toEqual([
    { id: 'sitting_bout_longest', name: 'Longest sitting', value: '55 min', reason: null },
    { id: 'sitting_breaks', name: 'Interruptions of sitting', value: '6', reason: null },
  ]);
  expect(coverage).toBe('In 3 hr 52 min of known posture since midnight.');
});

it('gives the reason where there is no number', () => {
  const reason = 'needs 10 min of sitting';
  const { lines } = todayWords(today(measure('breaks_per_sitting_hour', null, '1/h', reason)));
  expect(lines[0]).toMatchObject({ value: '–', reason: 'Needs 10 min of sitting.' });
});
