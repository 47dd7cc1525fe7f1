import { expect, test } from 'vitest';
import { filledWords } from './demo-words.ts';

test('a demonstration is called complete when no day is left, and only then', () => {
  expect(filledWords(152, 0)).toBe('The demonstration is complete: 152 days were simulated and analysed.');
  expect(filledWords(1, 0)).toBe('The demonstration is complete: 1 day was simulated and analysed.');
  expect(filledWords(4, 148)).toBe('The demonstration goes on at the next start: 4 of 152 days were added.');
  expect(filledWords(0, 3)).toBe('The demonstration goes on at the next start: 0 of 3 days were added.');
  expect(filledWords(0, 0)).toBeNull();
});
