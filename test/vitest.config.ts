import { defineConfig } from 'vitest/config';

/** Real processes, a real database, a real browser: slower than a unit test, never unbounded. */
const TEST_TIMEOUT_MS = 300_000;

/** Scenarios mostly wait: for supervision, for a stall to be seen. */
const MAX_CONCURRENCY = 12;

export default defineConfig({
  test: {
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    maxConcurrency: MAX_CONCURRENCY,
  },
});
