import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { metricsText } from './metrics-text.ts';

let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

const scrape = async (): Promise<string> => (await fetch(`${api.url}/metrics`)).text();

describe('the metrics', () => {
  test('count what gateways send and hold', async () => {
    const stream = crypto.randomUUID();
    const gateway = await TestGateway.connect(api.url, [stream]);
    const options = { sessionId: crypto.randomUUID(), startUs: 1_795_000_000_000_000 };
    const frames = streamFrames(stream, options, 500, 100, false);
    await gateway.store(stream, frames);
    const text = await scrape();
    expect(text).toContain('plumbline_gateways_connected 1\n');
    expect(text).toContain('plumbline_ingest_sample_records_total 5\n');
    expect(text).toContain('plumbline_ingest_pending_bytes 0\n');
    expect(text).toContain('plumbline_database_up 1\n');
    await gateway.close();
  });

  test('are lines of the text format, each name once and explained', async () => {
    const response = await fetch(`${api.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = (await response.text()).trimEnd().split('\n');
    for (let i = 0; i < lines.length; i += 3) {
      const name = lines[i]!.split(' ')[2]!;
      expect(lines[i]).toMatch(/^# HELP plumbline_\w+ \S/);
      expect(lines[i + 1]).toMatch(new RegExp(`^# TYPE ${name} (gauge|counter)$`));
      expect(lines[i + 2]).toMatch(new RegExp(`^${name}(\\{.*\\})? [0-9.e+-]+$`));
    }
  });
});

test('labels keep quotes and backslashes apart from the format', () => {
  const metric = { name: 'a', help: 'b', type: 'gauge', value: 1, labels: { x: 'q"\\\n' } } as const;
  expect(metricsText([metric])).toContain('plumbline_a{x="q\\"\\\\\\n"} 1');
});
