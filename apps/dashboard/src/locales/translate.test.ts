import { describe, expect, it } from 'vitest';
import { createTranslate } from './translate.ts';

describe('createTranslate', () => {
  const messages = {
    hello: 'Hello {name}',
    nested: { count: { one: '{count} break', other: '{count} breaks' } },
  };
  const t = createTranslate(messages, 'en');

  it('fills placeholders and writes numbers the way of the locale', () => {
    expect(t('hello', { name: 'Ada' })).toBe('Hello Ada');
    expect(t('hello', { name: 12345.5 })).toBe('Hello 12,345.5');
    expect(createTranslate(messages, 'de')('hello', { name: 12345.5 })).toBe('Hello 12.345,5');
  });

  it('picks the plural form', () => {
    expect(t('nested.count', { count: 1 })).toBe('1 break');
    expect(t('nested.count', { count: 2 })).toBe('2 breaks');
  });

  it('sets one full stop after a value that brings its own', () => {
    const sat = createTranslate({ sat: 'Sie sitzen seit {long}. Gut {long}, heute.' }, 'de');
    expect(sat('sat', { long: '30 Min.' })).toBe('Sie sitzen seit 30 Min. Gut 30 Min., heute.');
    expect(sat('sat', { long: '2 h' })).toBe('Sie sitzen seit 2 h. Gut 2 h, heute.');
  });

  it('leaves a placeholder that got no value to be seen', () => {
    expect(t('hello')).toBe('Hello {name}');
  });
});
