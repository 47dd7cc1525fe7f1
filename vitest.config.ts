import { defineConfig } from 'vitest/config';

/** How many files run at a time is told on the command line: projects do not inherit `maxWorkers` from here. */
export default defineConfig({ test: { projects: ['packages/*', 'apps/*', 'test'] } });
