import type { WordsName } from './locales/messages.ts';

/** Tests read like pages for one reader, whoever runs them, with every word at hand. */
Object.defineProperty(globalThis.navigator, 'languages', { value: ['en-US'] });

const { loadSharedWords, loadWords } = await import('./locales/t.ts');
const { shared } = await import('./locales/en/shared.ts');
const files = Object.keys(import.meta.glob('./locales/en/*.json'));
await loadSharedWords();
const names = files.map((file) => file.replace(/.*\/|\.json$/g, '') as WordsName);
await loadWords(names.filter((name) => !(name in shared)));
