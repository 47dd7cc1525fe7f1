import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type System, statusSchema, systemSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

/** Built by `pnpm build`, which the test command runs first. */
const BACKUP = fileURLToPath(new URL('../../dist/backup.js', import.meta.url));

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('Ada Example', 'wearer');
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

const system = async (): Promise<System> => systemSchema.parse(await people.first.json('GET', '/v1/system'));

/** Samples that are two minutes old when they arrive. */
async function gatewayOf(person: TestPerson): Promise<TestGateway> {
  const gateway = await person.gateway();
  const stream = crypto.randomUUID();
  const startUs = Date.now() * 1000 - 120e6;
  const frames = streamFrames(stream, { sessionId: crypto.randomUUID(), startUs, sensorId: 'AA' }, 100, 100);
  await gateway.store(stream, frames);
  gateway.status({ outboxRecords: 17, outboxBytes: 4096 });
  return gateway;
}

describe('the system', () => {
  test('tells of the version, the storage, the database, the disk and what waits', async () => {
    const told = await system();
    expect(told).toMatchObject({
      ...{ version: '0.1.0', schema: expect.stringMatching(/^\d{4}-.+\.sql$/), silentGateways: [] },
      waiting: { recompute: 0, jobs: 0 },
      ingest: { sessions: 0, pendingBytes: 0, liveClients: 0 },
    });
    expect(told.database.bytes).toBeGreaterThan(1e6);
    expect(told.database.tables.map(({ name }) => name)).toContain('raw_block');
    expect(told.disk!.freeBytes).toBeGreaterThan(0);
    expect(told.nowUs - told.startedUs).toBeLessThan(3600e6);
  });

  test('tells how far each gateway is behind and what lies in its outbox, also when it has gone', async () => {
    const gateway = await gatewayOf(wearer);
    await expect
      .poll(async () => (await system()).gateways)
      .toMatchObject([
        { name: 'test gateway', version: '0.0.0', status: { outboxRecords: 17, outboxBytes: 4096 } },
      ]);
    const [told] = (await system()).gateways;
    expect(told!.lagS).toBeGreaterThan(118);
    expect(told!.lagS).toBeLessThan(180);
    const own = statusSchema.parse(await wearer.json('GET', '/v1/status'));
    expect(own.connected).toEqual([told]);
    const other = await people.add('other', 'wearer');
    expect(statusSchema.parse(await other.json('GET', '/v1/status')).connected).toEqual([]);
    await gateway.close();
    await expect
      .poll(async () => (await system()).silentGateways)
      .toEqual([{ id: told!.id, name: 'test gateway', lastSampleUs: expect.any(Number) }]);
  });

  test('can be sent to somebody: the diagnostics name nobody', async () => {
    const gateway = await gatewayOf(wearer);
    await expect.poll(async () => (await system()).diagnostics).toContain('outbox 17 records');
    const { diagnostics, gateways } = await system();
    expect(diagnostics).toMatch(/^Plumbline 0\.1\.0, Node v\d+/);
    const { wearer: id, person } = await wearer.me();
    const personal = ['Ada', 'test gateway', 'AA', 'WT901', gateways[0]!.id, id!, person, server.url];
    for (const word of personal) expect(diagnostics).not.toContain(word);
    expect(diagnostics).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    await gateway.close();
  });

  test('knows when the last backup was', async () => {
    expect((await system()).backup).toBeNull();
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-backup-'));
    const env = { ...process.env, DATABASE_URL: people.api.databaseUrl };
    await promisify(execFile)(process.execPath, [BACKUP, 'backup', join(folder, 'b.gz')], { env });
    const { backup, nowUs, diagnostics } = await system();
    expect(nowUs - backup!.atUs).toBeLessThan(60e6);
    expect(backup).toMatchObject({ rows: expect.any(Number), bytes: expect.any(Number) });
    expect(diagnostics).toContain('last backup 0.0 h ago');
    await rm(folder, { recursive: true });
  });
});
