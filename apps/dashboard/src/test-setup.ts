import type { WordsName } from './locales/messages.ts';

/** Tests read like pages for one reader, whoever runs them, with every word at hand. */
Object.defineProperty(globalThis.navigator, 'languages', { value: ['en-US'] });

const { loadWords } = await import('./locales/t.ts');
const files = Object.keys(import.meta.glob('./locales/en/*.json'));
await loadWords(files.map((file) => file.replace(/.*\/|\.json$/g, '') as WordsName));
