import { defineConfig } from 'vitest/config';

/** Much of a test is waiting: two files at a time are done sooner, also on two cores. */
const MAX_WORKERS = 2;

export default defineConfig({
  test: { projects: ['packages/*', 'apps/*', 'test'], maxWorkers: MAX_WORKERS },
});
