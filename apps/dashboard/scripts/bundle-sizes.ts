import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a first visit to Today fetches before the charts, compressed. Needs `vite build --manifest`. */
const BUDGET_BYTES = 200_000;
const DIST = join(import.meta.dirname, '../dist');
const GZIP_LEVEL = 9;
/** The entry, and what it fetches by itself for Today in English. */
const FIRST = [
  'index.html',
  'src/locales/en/shared.ts',
  'src/pages/today/page.tsx',
  'src/locales/en/today.json',
  'src/locales/en/measures.json',
];

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

/** A chunk and everything it imports, once each. */
function closure(names: readonly string[], found = new Map<string, Chunk>()): Map<string, Chunk> {
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`the build knows no ${name}: correct FIRST in bundle-sizes.ts`);
    if (found.has(name)) continue;
    found.set(name, chunk);
    closure(chunk.imports ?? [], found);
  }
  return found;
}

const files = [...new Set([...closure(FIRST).values()].map(({ file }) => file))];
let first = 0;
for (const file of files) {
  const bytes = gzipSync(readFileSync(join(DIST, file)), { level: GZIP_LEVEL }).length;
  first += bytes;
  console.log(`${String(bytes).padStart(8)}  ${file}`);
}
console.log(`${String(first).padStart(8)}  script of Today before the charts (at most ${BUDGET_BYTES})`);
if (first > BUDGET_BYTES) process.exitCode = 1;
