import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '../locales/t.ts';
import { jobProblemWords } from './job-problem.ts';

describe('why an export failed', () => {
  beforeAll(() => setLanguage('de'));
  afterAll(() => setLanguage('en'));

  it.each([
    ['The wearer does not let you see this any more.', 'Die Person gibt das nicht mehr frei.'],
    ['The wearer does not let you see this (raw).', 'Die Person gibt das nicht mehr frei.'],
    ['The disk of the server is full.', 'Die Platte des Servers ist voll.'],
  ])('is said in the language of the reader: %s', (problem, words) => {
    expect(jobProblemWords(problem)).toBe(words);
  });

  it('is said as it came where no words are written for it', () => {
    expect(jobProblemWords('the moon is full')).toBe('The moon is full.');
  });
});
