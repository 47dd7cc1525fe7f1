import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthSchema, readySchema, statusSchema, todaySchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noonZone } from './testing/noon-zone.ts';
import { streamFrames } from './testing/records.ts';
import { TestApi } from './testing/test-api.ts';
import { TestGateway } from './testing/test-gateway.ts';

const timeZone = noonZone();
/** Of samples. */
const SECONDS = 60;

let server: TestServer;
let api: TestApi;
let dashboardDir: string;

beforeAll(async () => {
  dashboardDir = await mkdtemp(join(tmpdir(), 'plumbline-dashboard-'));
  await mkdir(join(dashboardDir, 'assets'));
  await writeFile(join(dashboardDir, 'index.html'), '<title>Plumbline</title>');
  await writeFile(join(dashboardDir, 'assets', 'main-1a2b.js'), 'export {}');
  server = await startTestServer();
  api = await TestApi.start(server, { dashboardDir, timeZone });
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
  await rm(dashboardDir, { recursive: true, force: true });
});

describe('health', () => {
  test('tells that the process answers and that it can store', async () => {
    healthSchema.parse(await api.get('/health'));
    expect(readySchema.parse(await api.get('/ready'))).toEqual({
      status: 'ready',
      database: true,
      reason: null,
    });
  });

  test('tells which storage, which gateways and how many pages', async () => {
    const extensions = await api.rows("select from pg_extension where extname = 'timescaledb'");
    const home = expect.stringMatching(
      extensions.length === 0 ? /^postgresql$/ : /^timescaledb-(apache|tsl)$/,
    );
    const gateway = await TestGateway.connect(api.url);
    gateway.status({ outboxRecords: 3 });
    await expect
      .poll(async () => statusSchema.parse(await api.get('/v1/status')))
      .toMatchObject({ storage: { home }, gateways: [{ outboxRecords: 3 }], liveClients: 0 });
    await gateway.close();
    await expect.poll(async () => (await api.get<{ gateways: [] }>('/v1/status')).gateways).toEqual([]);
  });
});

describe('today', () => {
  test('is an empty day with reasons before the first sample, and measures it afterwards', async () => {
    const before = todaySchema.parse(await api.get('/v1/today'));
    expect(before).toMatchObject({ timeZone, bouts: [] });
    expect(before.measures.find(({ id }) => id === 'sitting_time')).toMatchObject({
      value: null,
      reason: expect.any(String),
    });
    const id = crypto.randomUUID();
    const startUs = Math.floor(Date.now() / 1000) * 1e6 - 2 * SECONDS * 1e6;
    const gateway = await TestGateway.connect(api.url);
    const frames = streamFrames(
      id,
      { sessionId: crypto.randomUUID(), startUs, timeZone },
      SECONDS * 100,
      100,
    );
    await gateway.store(id, frames);
    const after = todaySchema.parse(await api.get('/v1/today'));
    expect(after.measures.find((measure) => measure.id === 'unknown_time')?.value).toBeCloseTo(
      SECONDS / 60,
      9,
    );
    expect(after.bouts).toEqual([{ startUs, endUs: startUs + SECONDS * 1e6, state: 'unknown', open: false }]);
    await gateway.close();
  });
});

describe('an error', () => {
  const problem = async (path: string): Promise<[number, string | null, unknown]> => {
    const response = await fetch(api.url + path);
    return [response.status, response.headers.get('content-type'), await response.json()];
  };

  test('names the field, the value and the remedy', async () => {
    expect(await problem('/v1/streams/17/digest')).toEqual([
      400,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({ status: 400, field: 'id', value: '17', remedy: expect.any(String) }),
    ]);
  });

  test('about something that is not there says so', async () => {
    const id = crypto.randomUUID();
    expect(await problem(`/v1/streams/${id}/digest`)).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      { type: 'about:blank', title: 'Not found', status: 404, detail: `There is no stream ${id}.` },
    ]);
    expect((await problem('/v1/nothing'))[0]).toBe(404);
  });

  test('about an address that cannot be read is a problem too, with the same headers', async () => {
    const [status, type] = await problem('/v1/%zz');
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect((await fetch(`${api.url}/%zz`)).headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('of the server itself tells nothing of what it met', async () => {
    await api.rows('alter table plan rename to plan_away');
    const [status, , body] = await problem('/v1/plan');
    await api.rows('alter table plan_away rename to plan');
    expect(body).toEqual({
      type: expect.any(String),
      title: 'Internal error',
      status: 500,
      detail: 'The API met an error of its own; see its log.',
    });
    expect(status).toBe(500);
  });

  test('about a date that no calendar of the database holds names it', async () => {
    for (const [path, field] of [
      ['/v1/days/0000-01-01', 'date'],
      ['/v1/weeks/9999-12-31', 'date'],
      ['/v1/trends?until=0001-01-01', 'until'],
    ] as const)
      expect((await problem(path))[2]).toMatchObject({ status: 400, field });
  });

  test('about a foreign name for this machine says which names are answered', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${api.url}/health`, { headers: { host: 'rebound.example' } }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

describe('the dashboard', () => {
  const page = (path: string, accept = 'text/html'): Promise<Response> =>
    fetch(api.url + path, { headers: { accept } });

  test('is served with headers that keep everything else out', async () => {
    const response = await page('/');
    expect(await response.text()).toContain('<title>Plumbline</title>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': [
        ...["default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:"],
        ...["connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"],
        "frame-ancestors 'none'",
      ].join('; '),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
      'cache-control': 'no-cache',
    });
    expect(response.headers.get('strict-transport-security')).toBeNull();
    expect((await fetch(`${api.url}/v1/session`)).headers.get('cache-control')).toBe('no-store');
    expect((await page('/assets/main-1a2b.js')).headers.get('cache-control')).toContain('immutable');
  });

  test('answers for every page inside it, and not for data or files that are not there', async () => {
    expect(await (await page('/week/2026-47')).text()).toContain('<title>');
    expect((await page('/week', 'application/json')).status).toBe(404);
    expect((await page('/v1/nothing')).status).toBe(404);
    expect((await page('/assets/gone.js')).status).toBe(404);
  });

  test('does not leave its folder', async () => {
    for (const path of [
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fetc/passwd',
    ]) {
      expect(await (await page(path, '*/*')).text()).not.toContain('root:');
    }
  });
});
