import { EmbeddedPostgres } from '@plumbline/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

let server: EmbeddedPostgres;
let api: TestApi;

beforeAll(async () => {
  server = await EmbeddedPostgres.startThrowAway();
  api = await TestApi.start(server);
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

test('a stream arrives whole', async () => {
  const streamId = crypto.randomUUID();
  const startUs = 1_795_000_003_000_000;
  const frames = streamFrames(streamId, { sessionId: crypto.randomUUID(), startUs }, 6_000, 10);
  const gateway = await TestGateway.connect(api.url, [streamId]);
  for (const frame of frames) gateway.send(frame);
  await gateway.acknowledgedUpTo(streamId, frames.length);
  expect(await api.get(`/v1/streams/${streamId}/digest`)).toMatchObject({ samples: 6_000, blocks: 7 });
    await api.rows('select count(*) from posture_1s'),
    await api.rows('select * from bout'),
    await api.rows('select session_id, length(snapshot) from session_pipeline'),
  );
    await api.get('/v1/today'),
    await api.get('/v1/status'),
    await api.get('/ready'),
    await api.get('/v1/streams/x/digest'),
    JSON.stringify(await api.get('/openapi.json')).slice(0, 600),
  );
  await gateway.close();
});
