import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './scripts/service-worker.ts';
import { SHARED_WORDS } from './src/locales/messages.ts';

/** Where the API listens while the page itself is served by `vite` during development. */
const API_ORIGIN = process.env.PLUMBLINE_API ?? 'http://127.0.0.1:4180';

const sharedWords = (language: string) =>
  new RegExp(`locales[\\\\/]${language}[\\\\/](${SHARED_WORDS.join('|')})\\.json$`);

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
            // What the shell says: one file for each language instead of one for each topic.
            { name: 'words-en', test: sharedWords('en') },
            { name: 'words-de', test: sharedWords('de') },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': { target: API_ORIGIN, ws: true } } },
  test: { include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
});
