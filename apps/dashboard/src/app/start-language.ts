import { SHARED_WORDS } from '../locales/messages.ts';
import { loadWords, locale, onLanguage } from '../locales/t.ts';

/** Fetches what the shell says and tells the document which language it is in. */
export async function startLanguage(): Promise<void> {
  const apply = () => {
    document.documentElement.lang = locale;
  };
  apply();
  onLanguage(apply);
  await loadWords(SHARED_WORDS);
}
