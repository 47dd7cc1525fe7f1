import type { Note } from '@plumbline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '../../locales/t.ts';
import { diaryOf } from './diary.ts';
import { diaryFacts, entryWords } from './visit-facts.ts';

/** Early in the morning in Brisbane, and the evening before in Berlin. */
const AT_US = Date.parse('2026-11-21T21:45:00Z') * 1000;
const ZONE = 'Australia/Brisbane';
const note = (kind: Note['kind'], text: string): Note => ({
  ...{ id: crypto.randomUUID(), kind, atUs: AT_US, text, value: null, own: false, changedUs: AT_US },
});

describe('what somebody else wrote, in German', () => {
  beforeAll(() => setLanguage('de'));
  afterAll(() => setLanguage('en'));

  it('has the moment of the wearer, and no "und" between moment and writer', () => {
    expect(entryWords(note('note', 'neuer Stuhl'), ZONE)).toBe('22. Nov., 7:45, die Person');
    const [responses] = diaryFacts(diaryOf([note('response_24h', 'better')]), ZONE);
    expect(responses!.notes).toEqual(['zuletzt 22. Nov., 7:45: angenehmer']);
  });
});
