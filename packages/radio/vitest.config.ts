import { defineConfig } from 'vitest/config';

/** On a busy machine it takes a while, never for ever. */
const TEST_TIMEOUT_MS = 180_000;

export default defineConfig({ test: { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS } });
