import { defineProject } from 'vitest/config';

/** Processes start and recordings play in real time. */
const TEST_TIMEOUT_MS = 180_000;

export default defineProject({ test: { testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS } });
