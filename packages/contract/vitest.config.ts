import { defineConfig } from 'vitest/config';

/** Frames are made of thousands of inputs here; on a busy machine that takes a while, never for ever. */
const TEST_TIMEOUT_MS = 180_000;

export default defineConfig({ test: { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS } });
