import en from './en.json';
import { createFormats } from './formats.ts';
import { createTranslate, type KeyOf } from './translate.ts';

export type MessageKey = KeyOf<typeof en>;

/** The reader's own regional habits (clock, decimals) with the one language that is written so far. */
export const locale = pickLocale(globalThis.navigator?.languages ?? []);
export const t = createTranslate(en, locale);
export const formats = createFormats(locale);

/** The first preferred locale whose language has messages, else plain English. */
export function pickLocale(preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === 'en') ?? 'en';
}
