import { type ComponentType, lazy } from 'react';
import { loadWords } from '../locales/t.ts';
import { fetchCode } from '../rest/fetch-code.ts';
import { PAGES, type PageEntry } from './pages.ts';

const made = new Map<PageEntry, ComponentType>();
const arriving = new Map<PageEntry, Promise<{ default: ComponentType }>>();

/** A page's code and words, fetched together; the first wish begins it. A failed try is forgotten. */
export function fetchPage(page: PageEntry): Promise<{ default: ComponentType }> {
  const known = arriving.get(page);
  if (known) return known;
  const both = () => Promise.all([page.load(), loadWords(page.words)]);
  const fetched = fetchCode(both).then(([{ Page }]) => ({ default: Page }));
  arriving.set(page, fetched);
  fetched.catch(() => {
    arriving.delete(page);
    made.delete(page);
  });
  return fetched;
}

/** The component of a page, the same each time. */
export function lazyPage(page: PageEntry): ComponentType {
  const component = made.get(page) ?? lazy(() => fetchPage(page));
  made.set(page, component);
  return component;
}

/** Begins with the page of an address before it is known who is asking: it nearly always is the one that is shown. */
export function fetchPageAt(pathname: string): void {
  const page = PAGES.find(({ path }) => path === pathname) ?? PAGES[0]!;
  void fetchPage(page).catch(() => undefined);
}
