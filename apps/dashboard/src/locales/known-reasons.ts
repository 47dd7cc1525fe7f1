import { sentence } from './sentence.ts';

/** Sentences of the server, which are English, and what each is called in the files of words. */
export type KnownReasons<K> = readonly (readonly [RegExp, K])[];

export type ReasonValues = Readonly<Record<string, string | number>>;

/** A known one as `say` has it, numbers in it as numbers; any other one as the server said it. */
export function knownReason<K>(
  reason: string,
  known: KnownReasons<K>,
  say: (key: K, values: ReasonValues) => string,
): string {
  for (const [pattern, key] of known) {
    const found = pattern.exec(reason);
    if (found) return say(key, valuesOf(found.groups ?? {}));
  }
  return sentence(reason);
}

function valuesOf(groups: Readonly<Record<string, string>>): ReasonValues {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, Number(text)]));
}
