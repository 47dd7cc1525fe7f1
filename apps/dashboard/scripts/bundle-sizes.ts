import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Script that arrives before the charts, compressed. */
const BUDGET_BYTES = 200_000;
const ASSETS = join(import.meta.dirname, '../dist/assets');
const GZIP_LEVEL = 9;
/** Fetched after the first paint. */
const LAZY = /^(charts|echarts)-/;

const files = readdirSync(ASSETS).map((name) => ({
  name,
  bytes: gzipSync(readFileSync(join(ASSETS, name)), { level: GZIP_LEVEL }).length,
}));
const first = files
  .filter(({ name }) => name.endsWith('.js') && !LAZY.test(name))
  .reduce((sum, { bytes }) => sum + bytes, 0);

for (const { name, bytes } of files) console.log(`${String(bytes).padStart(8)}  ${name}`);
console.log(`${String(first).padStart(8)}  script before charts (at most ${BUDGET_BYTES})`);
if (first > BUDGET_BYTES) process.exitCode = 1;
