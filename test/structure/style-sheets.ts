import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { importsOf, ROOT, sourceFiles } from './imports.ts';

export const DASHBOARD = 'apps/dashboard/src/';
const COMMENT = /\/\*[\s\S]*?\*\//g;
const CLASS = /\.([a-z][\w-]*)/gi;
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8').replace(COMMENT, '');

/** Every selector of a sheet, each of a list on its own. */
export function selectorsOf(sheet: string): string[] {
  return [...read(sheet).matchAll(/([^{};]+)\{/g)]
    .map(([, selector]) => selector!.trim())
    .filter((selector) => !selector.startsWith('@'))
    .flatMap((list) => list.split(/,\s*(?![^(]*\))/));
}

export function classesOf(sheet: string): Set<string> {
  return new Set(selectorsOf(sheet).flatMap((one) => [...one.matchAll(CLASS)].map(([, name]) => name!)));
}

/** What is loaded together with a file: sources, and sheets by their ending. */
export function loadedWith(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const next = file.endsWith('.css') ? importedSheets(file) : importedSources(file);
  for (const to of next) loadedWith(to, seen);
  return seen;
}

function importedSheets(sheet: string): string[] {
  return [...read(sheet).matchAll(/@import "([^"]+)"/g)].map(([, to]) => join(dirname(sheet), to!));
}

function importedSources(file: string): string[] {
  const own = importsOf(file).filter(({ to, later }) => !later && to.startsWith(DASHBOARD));
  return own.map(({ to }) => to).filter((to) => /\.(tsx?|css)$/.test(to));
}

/** Classes that stand in a source as they are, without those that are put together. */
export function classesWritten(source: string): string[] {
  return [...read(source).matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g)].flatMap(([, text, template]) =>
    (text ?? template!.replace(/\S*\$\{[^}]*\}\S*/g, '')).split(/\s+/).filter(Boolean),
  );
}

/** Every sheet that some source brings along. */
export function allSheets(): string[] {
  const sheets = sourceFiles()
    .filter((file) => file.startsWith(DASHBOARD))
    .flatMap((file) => [...loadedWith(file)].filter((each) => each.endsWith('.css')));
  return [...new Set(sheets)];
}
