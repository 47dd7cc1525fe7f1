import { expect, test } from 'vitest';
import { ingestUrl } from './ingest-url.ts';

test.each([
  ['the whole address', 'ws://127.0.0.1:4780/v1/ingest', 'ws://127.0.0.1:4780/v1/ingest'],
  ['the server alone', 'http://127.0.0.1:4780', 'ws://127.0.0.1:4780/v1/ingest'],
  ['the address of the dashboard', 'https://plumbline.example/', 'wss://plumbline.example/v1/ingest'],
  ['a path behind a proxy', 'wss://example.org/backs/v1/ingest', 'wss://example.org/backs/v1/ingest'],
])('records are sent to the ingest: %s', (_, api, ingest) => {
  expect(ingestUrl(api)).toBe(ingest);
});
