import { loadSharedWords, locale, onLanguage } from '../locales/t.ts';

/** Fetches what the shell says and tells the document which language it is in. */
export async function startLanguage(): Promise<void> {
  const apply = () => {
    document.documentElement.lang = locale;
  };
  apply();
  onLanguage(apply);
  await loadSharedWords();
}
