import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'vite';

const NAME = 'sw.js';
const VERSION_LENGTH = 12;
/** Read by the system when it installs the pages, not by the pages. */
const NOT_OF_THE_SHELL = /\.(map|webmanifest)$|^\/(icon-|\.)/;

/** Builds the service worker once everything else is written: it knows every file of its version. */
export function serviceWorker(entry: string): Plugin {
  return {
    name: 'plumbline-service-worker',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir) await buildWorker(entry, dir);
    },
  };
}

function buildWorker(entry: string, outDir: string) {
  return build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __SHELL__: JSON.stringify(shellOf(outDir)) },
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: NAME } },
    },
  });
}

/** All files of the pages and a version that changes with any of them. */
function shellOf(folder: string): { readonly version: string; readonly files: readonly string[] } {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== NAME)
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
    .filter((file) => !NOT_OF_THE_SHELL.test(file))
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return { version: hash.digest('hex').slice(0, VERSION_LENGTH), files };
}
