import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './scripts/service-worker.ts';

/** Where the API listens while the page itself is served by `vite` during development. */
const API_ORIGIN = process.env.PLUMBLINE_API ?? 'http://127.0.0.1:4180';

/** Ours, without what is fetched when it is wanted. */
const SHELL =
  /dashboard[\\/]src[\\/](app[\\/](?!demo-bar|more-page)|live[\\/]|rest[\\/]|theme[\\/]|offline[\\/]|locales[\\/][\w-]+\.ts|components[\\/](card|failure|icons|skeleton|toasts|toast-host)\.)/;

/** On a busy machine it takes a while, never for ever. */
const TEST_TIMEOUT_MS = 180_000;

export default defineConfig({
  plugins: [react(), serviceWorker('src/offline/worker.ts')],
  build: {
    // The charts are a file of their own, fetched after the first paint.
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|wouter|@tanstack)[\\/]/ },
            // In one file, so that what strict-csp.ts sets is set before the first schema is made.
            { name: 'contract', test: /strict-csp\.ts|node_modules[\\/]zod[\\/]|packages[\\/]contract[\\/]/ },
            // What every page needs beside those, in one file instead of twenty little ones.
            { name: 'shell', test: SHELL },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': { target: API_ORIGIN, ws: true } } },
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    testTimeout: TEST_TIMEOUT_MS,
    hookTimeout: TEST_TIMEOUT_MS,
  },
});
