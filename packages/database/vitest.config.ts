import { defineConfig } from 'vitest/config';

/** Real servers start and crash here; on a busy machine that takes a while, never for ever. */
const TEST_TIMEOUT_MS = 180_000;

export default defineConfig({
  test: {
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
    // Nothing is kept in modules from one file to the next, and loading them again for each is what costs.
    isolate: false,
    globalSetup: 'src/testing/shared-server.setup.ts',
    setupFiles: 'src/testing/use-shared-server.setup.ts',
  },
});
