import { useSyncExternalStore } from 'react';
import { type Language, language, onLanguage } from './t.ts';

/** The language of what is shown; whoever calls it is drawn again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, () => language);
}
