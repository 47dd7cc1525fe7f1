import { useSyncExternalStore } from 'react';
import { clock, language, onLanguage } from './t.ts';

/** Names the language and the formats of what is shown; whoever calls it is drawn again when one changes. */
export function useLanguage(): string {
  return useSyncExternalStore(onLanguage, () => `${language} ${clock}`);
}
