import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One import statement: who imports what, both as paths from the root or as package names. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Fetched when it is wanted, `import()`: whoever imports it is loaded by then. */
  readonly later: boolean;
}

const SOURCE = /\.tsx?$/;
const TEST = /\.(test|bench)\.tsx?$/;
const SPECIFIER =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every shipped source file under `packages/` and `apps/`, as paths from the root. */
export function sourceFiles(): string[] {
  return ['packages', 'apps'].flatMap((top) =>
    readdirSync(join(ROOT, top)).flatMap((name) => walk(join(ROOT, top, name, 'src'))),
  );
}

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name) && !TEST.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(SPECIFIER)].map((match) => ({
    from: file,
    to: resolveSpecifier(file, match[1] ?? match[2]!),
    later: match[1] === undefined,
  }));
}

function resolveSpecifier(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(ROOT, resolve(ROOT, dirname(file), specifier))
    .split(sep)
    .join('/');
}

export function allImports(): Import[] {
  return sourceFiles().flatMap(importsOf);
}
