/** Messages are nested; an object with `other` is a plural and picks its form by `count`. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

export type Values = Readonly<Record<string, string | number>>;

type Plural = { other: string };

/** Every dotted path of a messages tree that ends in a text or a plural. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

export type Translate<T> = (key: KeyOf<T>, values?: Values) => string;

/** With the full stop behind it: a value that ends with one, such as `30 Min.`, ends the sentence too. */
const PLACEHOLDER = /\{(\w+)\}(\.?)/g;

/** Fills `{name}` placeholders; numbers are written the way the locale writes them. */
export function createTranslate<const T extends Messages>(messages: T, locale: string): Translate<T> {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const write = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value);
  return (key, values = {}) => {
    const message = find(messages, key);
    const text = typeof message === 'string' ? message : pluralForm(message, plurals, values.count);
    return text.replace(PLACEHOLDER, (whole, name: string, stop: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      const written = write(value);
      return written.endsWith('.') ? written : written + stop;
    });
  };
}

function find(messages: Messages, key: string): string | Messages {
  let node: string | Messages | undefined = messages;
  for (const part of key.split('.')) node = typeof node === 'object' ? node[part] : undefined;
  return node ?? key;
}

function pluralForm(forms: Messages, plurals: Intl.PluralRules, count: string | number | undefined): string {
  const form = forms[plurals.select(Number(count ?? 0))] ?? forms.other;
  return typeof form === 'string' ? form : '';
}
