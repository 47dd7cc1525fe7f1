import { Logger } from '@nestjs/common';
import { decodeFrame } from '@plumbline/contract';
import { prepareDatabase, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../database/database.ts';
import { openBody, streamFrames } from '../testing/records.ts';
import { createDatabase } from '../testing/test-api.ts';
import { Flusher } from './flusher.ts';
import { IngestRepository, NO_GATEWAY } from './ingest.repository.ts';
import { type Loaded, SessionRegistry } from './session-registry.ts';

const START_US = 1_795_000_003_000_000;

let server: TestServer;
let database: Database;

beforeAll(async () => {
  server = await startTestServer();
  database = new Database((await prepareDatabase(await createDatabase(server))).workerUrl);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

/** A session in memory of which something is to be stored. */
async function loaded(repository: IngestRepository, registry: SessionRegistry): Promise<Loaded> {
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US, sensorId: id };
  const wearer = await repository.localWearer();
  const found = await registry.open(id, NO_GATEWAY, wearer, openBody(options));
  for (const frame of streamFrames(id, options, 100, 50, false).slice(1)) {
    found.session.accept(found.stream, decodeFrame(frame), START_US / 1000 + 60_000);
  }
  return found;
}

test('a session that meets a fault is sent again, and the others are stored, then and later', async () => {
  Logger.overrideLogger(false);
  const repository = new IngestRepository(database);
  const registry = new SessionRegistry(repository);
  const flusher = new Flusher(repository, registry);
  const [faulty, sound] = [await loaded(repository, registry), await loaded(repository, registry)];
  faulty.session.take = () => {
    throw new Error('a fault');
  };
  const told: string[] = [];
  flusher.start({
    stored: ({ sessionId }) => told.push(`stored ${sessionId}`),
    dropped: ({ id }) => told.push(`dropped ${id}`),
  });
  await flusher.flush();
  expect(told.toSorted()).toEqual([`dropped ${faulty.session.id}`, `stored ${sound.session.id}`]);
  expect(registry.find(faulty.stream.row.uuid)).toBeNull();

  const later = await loaded(repository, registry);
  await flusher.between(() => Promise.reject(new Error('another'))).catch(() => {});
  await flusher.stop();
  expect(told).toContain(`stored ${later.session.id}`);
  expect(await repository.nextOf([later.stream.row.uuid, faulty.stream.row.uuid], 1)).toEqual(
    new Map([
      [later.stream.row.uuid, 3],
      [faulty.stream.row.uuid, 1],
    ]),
  );
});
