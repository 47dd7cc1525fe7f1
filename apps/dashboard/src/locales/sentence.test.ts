import { expect, it } from 'vitest';
import { sentence } from './sentence.ts';

it('makes a sentence of a reason', () => {
  expect(sentence('samples are coming in')).toBe('Samples are coming in.');
  expect(sentence('Is it running?')).toBe('Is it running?');
  expect(sentence(' übung ')).toBe('Übung.');
  expect(sentence('')).toBe('');
});
