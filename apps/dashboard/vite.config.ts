import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the API listens while the page itself is served by `vite` during development. */
const API_ORIGIN = process.env.PLUMBLINE_API ?? 'http://127.0.0.1:4180';

export default defineConfig({
  plugins: [react()],
  build: {
    // The charts are a file of their own, fetched after the first paint.
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/v1': { target: API_ORIGIN, ws: true } } },
  test: { include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
});
