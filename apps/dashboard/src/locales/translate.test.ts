import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import { createTranslate, type Messages } from './translate.ts';

const SOURCE = join(import.meta.dirname, '..');

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

  it('leaves a placeholder that got no value to be seen', () => {
    expect(t('hello')).toBe('Hello {name}');
  });
});

const texts = (node: string | Messages): string[] =>
  typeof node === 'string' ? [node] : Object.values(node).flatMap(texts);

/** Dotted paths of all messages; a plural is one. */
const keys = (node: Messages): string[] =>
  Object.entries(node).flatMap(([key, child]) => {
    if (typeof child === 'string' || 'other' in child) return [key];
    return keys(child).map((rest) => `${key}.${rest}`);
  });

describe('messages', () => {
  it('are never empty', () => {
    expect(texts(en).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('are all used', () => {
    const source = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => readFileSync(join(SOURCE, name), 'utf8'))
      .join('\n');
    const used = (key: string) => {
      const prefixes = key.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'));
      return source.includes(`'${key}'`) || prefixes.some((prefix) => source.includes(`\`${prefix}.\${`));
    };
    expect(keys(en).filter((key) => !used(key))).toEqual([]);
  });

  it('speak neutrally: no verdict on posture, no diagnosis, no alarm', () => {
    expect(texts(en).filter((text) => /\b(bad|poor|good|wrong|danger|warning|slouch)\b/i.test(text))).toEqual(
      [],
    );
  });
});

describe('source files', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );

  it.each(files)('%s has no text of its own', (file) => {
    const source = readFileSync(join(SOURCE, file), 'utf8');
    const between = source.match(/>[^<>{}=;()]*\p{L}{2,}[^<>{}=;()]*<\//gu) ?? [];
    const attributes = source.match(/\b(?:aria-label|title|alt|placeholder)="[^"]+"/g) ?? [];
    expect([...between, ...attributes]).toEqual([]);
  });
});
