import { defineConfig } from 'vitest/config';

/** Real servers start and crash here; on a busy machine that takes a while, never for ever. */
const TEST_TIMEOUT_MS = 300_000;
/** What comes about in the background is waited for; the default of a second is too short for a busy machine. */
const POLL = { timeout: 120_000, interval: 50 };

export default defineConfig({
  test: { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS, expect: { poll: POLL } },
});
