import { expect, it } from 'vitest';
import { suggestionWords } from './suggestion-words.ts';

it('says how long one has sat, in the tone that was chosen', () => {
  const sat = { unbrokenS: 3000, limitS: 2700 };
  expect(suggestionWords({ tone: 'short' }, sat)).toBe('50 minutes of sitting. Time for a break.');
  expect(suggestionWords({ tone: 'gentle' }, { ...sat, unbrokenS: null })).toMatch(/come to 45 minutes\./);
});
