import { readPreference, storePreference } from '../app/preference.ts';
import { createFormats, type Formats } from './formats.ts';
import type { AllMessages, WordsName } from './messages.ts';
import { createTranslate, type KeyOf, type Messages, type Translate } from './translate.ts';

export type MessageKey = KeyOf<AllMessages>;

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** As the language has it, or twelve or twenty-four hours. */
export const CLOCKS = ['language', 'h12', 'h23'] as const;
export type Clock = (typeof CLOCKS)[number];

const STORAGE_KEY = 'plumbline.language';
const CLOCK_KEY = 'plumbline.clock';
/** One small file for each language and page; a page fetches its own. Those of the shell are in `shared.ts`. */
const FILES = import.meta.glob<Messages>(
  ['./*/*.json', '!./*/{app,chart,connection,failure,language,nav,pause,posture,theme}.json'],
  { import: 'default' },
);
/** What the shell says, in one file for each language. */
const SHARED: Readonly<Record<Language, () => Promise<{ readonly shared: Record<string, Messages> }>>> = {
  en: () => import('./en/shared.ts'),
  de: () => import('./de/shared.ts'),
};

const preferred = globalThis.navigator?.languages ?? [];
const listeners = new Set<() => void>();
let words: Record<string, Messages> = {};

export let language: Language = readPreference(STORAGE_KEY, LANGUAGES) ?? pickLanguage(preferred);
/** The reader's own regional habits (clock, decimals) with one of the languages that are written. */
export let locale = pickLocale(preferred, language);
/** The text of a key in the language of the reader; its file must have been loaded with {@link loadWords}. */
export let t: Translate<AllMessages> = translator();
export let clock: Clock = readPreference(CLOCK_KEY, CLOCKS) ?? 'language';
export let formats: Formats = formatsOf(locale);

/** Fetches what the shell says. */
export async function loadSharedWords(): Promise<void> {
  const into = words;
  Object.assign(into, (await SHARED[language]()).shared);
}

/** Fetches words that are not there yet. A page's own come with the page: see `src/app/pages.ts`. */
export async function loadWords(names: readonly WordsName[]): Promise<void> {
  const into = words;
  const missing = names.filter((name) => !(name in into));
  await Promise.all(
    missing.map(async (name) => {
      into[name] = await readWords(language, name);
    }),
  );
}

/** Changes the language of everything that is shown, once all its words have come. */
export async function setLanguage(next: Language): Promise<void> {
  const { shared } = await SHARED[next]();
  const names = Object.keys(words).filter((name) => !(name in shared));
  const read = await Promise.all(names.map((name) => readWords(next, name)));
  words = { ...shared, ...Object.fromEntries(names.map((name, i) => [name, read[i]!])) };
  language = next;
  locale = pickLocale(preferred, next);
  t = translator();
  formats = formatsOf(locale);
  storePreference(STORAGE_KEY, next);
  for (const listener of listeners) listener();
}

export function setClock(next: Clock): void {
  clock = next;
  formats = formatsOf(locale);
  storePreference(CLOCK_KEY, next);
  for (const listener of listeners) listener();
}

/** Called when anything about the language or the formats has changed. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The first preferred language that is written, else English. */
export function pickLanguage(tags: readonly string[]): Language {
  const wanted = tags.map(languageOf);
  return wanted.flatMap((tag) => LANGUAGES.filter((written) => written === tag))[0] ?? 'en';
}

/** The first preferred regional form of the language, else the language itself. */
export function pickLocale(tags: readonly string[], of: Language): string {
  return tags.find((tag) => languageOf(tag) === of) ?? of;
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0]!;
}

async function readWords(of: Language, name: string): Promise<Messages> {
  const read = FILES[`./${of}/${name}.json`];
  if (!read) throw new Error(`src/locales/${of}/${name}.json is missing`);
  return read();
}

/** The files are what the types say: a test compares the languages key by key. */
function translator(): Translate<AllMessages> {
  return createTranslate(words, locale) as unknown as Translate<AllMessages>;
}

/** The locale with the clock that the reader chose, by the extension of Unicode for it. */
function formatsOf(tag: string): Formats {
  return createFormats(clock === 'language' ? tag : `${tag}-u-hc-${clock}`);
}
