import { PROBLEM_CODES, type Problem, type ProblemCode, problemType } from '@plumbline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, setLanguage } from '../locales/t.ts';
import { ApiFailure, type FailureKind } from './api-failure.ts';
import { failureWords } from './failure-words.ts';

const DETAIL = 'You have no device 7.';

function refused(kind: FailureKind, code: ProblemCode | null, more: Partial<Problem> = {}): ApiFailure {
  const type = code === null ? 'about:blank' : problemType(code);
  return new ApiFailure(kind, { problem: { type, title: 'No', status: 400, detail: DETAIL, ...more } });
}

const inLanguage = (language: Language) => beforeAll(() => setLanguage(language));
afterAll(() => setLanguage('en'));

describe('failures in English', () => {
  inLanguage('en');

  it('are told in the words of the server where it has some', () => {
    expect(failureWords(refused('notFound', null))).toEqual({ what: DETAIL, remedy: '' });
    expect(failureWords(refused('problem', null, { remedy: 'Give another one.' })).remedy).toBe(
      'Give another one.',
    );
  });

  it('do not call a wrong password the end of a session', () => {
    expect(failureWords(refused('signedOut', 'login_wrong')).what).toBe(
      'The login or the password is not right.',
    );
    expect(failureWords(refused('signedOut', null)).what).toBe('You are not signed in any more.');
  });

  it('say how long to wait', () => {
    expect(failureWords(refused('problem', 'too_many_tries', { waitS: 40 })).remedy).toContain('40 seconds');
  });
});

describe('failures in German', () => {
  inLanguage('de');

  it.each(PROBLEM_CODES)('have words of their own for %s', (code) => {
    const { what, remedy } = failureWords(refused('problem', code));
    expect([what.length > 10, remedy.length > 10]).toEqual([true, true]);
    expect(what).not.toContain(DETAIL);
  });

  it('are general where the server says no more than that, and quote it where it does', () => {
    expect(failureWords(refused('notFound', null)).what).toBe('Unter dieser Adresse liegt nichts.');
    expect(failureWords(refused('problem', null)).what).toBe(`Der Server sagt dazu: ${DETAIL}`);
  });

  it('take a name that a later version made for none', () => {
    const later = refused('problem', null, { type: 'urn:plumbline:problem:of_tomorrow' });
    expect(failureWords(later).what).toContain(DETAIL);
  });
});
