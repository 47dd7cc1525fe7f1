import { describe, expect, test } from 'vitest';
import { sourceFiles } from './imports.ts';
import { allSheets, classesOf, classesWritten, DASHBOARD, loadedWith, selectorsOf } from './style-sheets.ts';

const sheets = allSheets();
const short = (file: string): string => file.slice(DASHBOARD.length);
const isSheet = (file: string): boolean => file.endsWith('.css');
const pages = sourceFiles().filter((file) => /^apps\/dashboard\/src\/pages\/[^/]+\/page\.tsx$/.test(file));
/** Loaded before any page. Those of the shell are for the shell alone. */
const forAll = sheets.filter((sheet) => /^(theme|components)\//.test(short(sheet)));
/** Where a card stands on the page it is from; elsewhere it stands as it comes. */
const PLACES: ReadonlySet<string> = new Set(['visit-wide', 'figure-card']);

describe('style sheets', () => {
  test('are found: each page has some of its own', () => {
    expect(sheets.length).toBeGreaterThan(20);
    expect(pages.length).toBeGreaterThan(10);
  });

  // Sheets of pages stay once they are there: the second owner of a name changes what the first one drew.
  test('share no name: a class has its rule in one of them', () => {
    const owners = sheets
      .filter((sheet) => !short(sheet).startsWith('theme/'))
      .flatMap((sheet) => [...new Set(selectorsOf(sheet))].map((selector) => ({ selector, sheet })))
      .filter(({ selector }) => /^\.[\w-]+$/.test(selector));
    const shared = [...Map.groupBy(owners, ({ selector }) => selector)].filter(([, of]) => of.length > 1);
    expect(shared.map(([selector, of]) => [selector, ...of.map(({ sheet }) => short(sheet))])).toEqual([]);
  });

  // Otherwise it looks one way when it is opened first, and another way after a page that has them.
  test.each(pages.map(short))('of %s hold every class that is used there', (page) => {
    const loaded = [...loadedWith(`${DASHBOARD}${page}`)];
    const known = new Set(sheets.flatMap((sheet) => [...classesOf(sheet)]));
    const held = new Set(
      [...forAll, ...loaded.filter(isSheet)].flatMap((sheet) => [...classesOf(sheet), ...PLACES]),
    );
    const missing = loaded
      .filter((file) => !isSheet(file))
      .flatMap((file) => classesWritten(file).map((name) => ({ name, file })))
      .filter(({ name }) => known.has(name) && !held.has(name));
    expect(missing.map(({ name, file }) => `${name} in ${short(file)}`)).toEqual([]);
  });
});
