import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './t.ts';
import type { Messages } from './translate.ts';

const SOURCE = join(import.meta.dirname, '..');

const namesOf = (language: string) =>
  readdirSync(join(import.meta.dirname, language))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''));

const read = (language: string, name: string): Messages =>
  JSON.parse(readFileSync(join(import.meta.dirname, language, `${name}.json`), 'utf8'));

const isPlural = (node: string | Messages): node is Messages => typeof node !== 'string' && 'other' in node;

/** Every message by its dotted path; a plural is one. */
function flat(node: Messages, prefix = ''): Map<string, string | Messages> {
  const entries = Object.entries(node).flatMap(([key, child]): [string, string | Messages][] =>
    typeof child === 'string' || isPlural(child)
      ? [[`${prefix}${key}`, child]]
      : [...flat(child, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

const messagesOf = (language: string) =>
  flat(Object.fromEntries(namesOf(language).map((name) => [name, read(language, name)])));

const texts = (node: string | Messages): string[] =>
  typeof node === 'string' ? [node] : Object.values(node).flatMap(texts);

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

const english = messagesOf('en');
const keysOfEnglish = [...english.keys()].sort();

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the messages in %s', (language) => {
  const messages = messagesOf(language);

  it('lack none and have none too many', () => {
    expect([...messages.keys()].sort()).toEqual(keysOfEnglish);
  });

  it('fill in what the English ones fill in', () => {
    const different = keysOfEnglish.filter((key) => {
      const all = [english.get(key)!, messages.get(key) ?? ''].flatMap(texts).map(placeholders);
      return new Set(all).size > 1;
    });
    expect(different).toEqual([]);
  });
});

describe.each(LANGUAGES)('every message in %s', (language) => {
  const messages = messagesOf(language);

  it('says something', () => {
    const empty = [...messages].filter(([, message]) => texts(message).some((text) => text.trim() === ''));
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it('that counts has the plural forms of the language and no other', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    const odd = [...messages].filter(
      ([, message]) => typeof message !== 'string' && `${Object.keys(message).sort()}` !== `${categories}`,
    );
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  it('speaks neutrally: no verdict on posture, no diagnosis, no alarm', () => {
    const verdict =
      /\b(bad|poor|good|wrong|danger|warning|slouch|schlecht\w*|falsch\w*|gefahr|gefährlich\w*|warnung)\b/i;
    const found = [...messages].filter(([, message]) => texts(message).some((text) => verdict.test(text)));
    expect(found.map(([key]) => key)).toEqual([]);
  });
});

/** Never one: a constant of the page, or only said from some number on. */
const NEVER_ONE = [
  'connection.rate',
  'failure.timeout',
  'nudges.later',
  'onboarding.bends',
  'people.daysWithData',
  'person.plan.movingPlanned',
  'privacy.delete.about',
  'settings.leave.about',
  'system.fact.outbox',
  'today.load.about',
  'today.nudge.snoozeFor',
  'today.nudge.told.snooze',
  'trends.compare.before',
  'trends.compare.until',
  'trends.noData',
  'trends.noDays',
  'week.days.summary',
];

describe('the English messages', () => {
  it('have plural forms where a noun follows a number', () => {
    const nouns =
      'bends|breaks|days|dropouts|exports|files|minutes|participants|records|rows|samples|seconds|shifts|streams|suggestions|turns|weeks';
    const counted = new RegExp(`\\{\\w+\\} (${nouns})\\b`);
    const plain = [...english].filter(([, message]) => typeof message === 'string' && counted.test(message));
    expect(plain.map(([key]) => key).filter((key) => !NEVER_ONE.includes(key))).toEqual([]);
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
    expect(keysOfEnglish.filter((key) => !used(key))).toEqual([]);
  });

  it('have a type each, from the file of the same name', () => {
    const declared = readFileSync(join(import.meta.dirname, 'messages.ts'), 'utf8');
    expect(namesOf('en').filter((name) => !declared.includes(`'./en/${name}.json'`))).toEqual([]);
  });
});
