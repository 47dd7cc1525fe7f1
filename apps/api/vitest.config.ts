import { defineConfig } from 'vitest/config';

/** Real servers start and crash here; on a busy machine that takes a while, never for ever. */
const TEST_TIMEOUT_MS = 300_000;
/** What comes about in the background is waited for; the default of a second is too short for a busy machine. */
const POLL = { timeout: 120_000, interval: 50 };
/** One server for all files; each test makes a database of its own on it. */
const TESTING = '../../packages/database/src/testing';

export default defineConfig({
  test: {
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    expect: { poll: POLL },
    // Nothing is kept in modules from one file to the next, and loading them again for each is what costs.
    isolate: false,
    globalSetup: `${TESTING}/shared-server.setup.ts`,
    setupFiles: `${TESTING}/use-shared-server.setup.ts`,
  },
});
