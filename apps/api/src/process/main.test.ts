import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProcess, failingStart } from '../testing/api-process.ts';
import { streamFrames } from '../testing/records.ts';
import { createDatabase } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

let server: TestServer;
let databaseUrl: string;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await createDatabase(server);
});
afterAll(() => server?.stop());

describe('the process', () => {
  test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)(
    'stores what it has taken in and ends well on %s',
    async (how) => {
      const api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
      const id = crypto.randomUUID();
      const startUs = 1_795_000_000_000_000;
      const gateway = await TestGateway.connect(api.url, [id]);
      gateway.send(...streamFrames(id, { sessionId: crypto.randomUUID(), startUs }, 500, 10, false));
      await gateway.acknowledgedUpTo(id, 1);
      expect(await api.stop(how)).toBe(0);
      await gateway.closed();
      const client = await connect(databaseUrl);
      const { rows } = await client.query(
        'select next_seq::int from plumbline.stream_progress p join plumbline.stream s on s.id = p.stream_id where uuid = $1',
        [id],
      );
      await client.end();
      expect(rows[0].next_seq).toBe(gateway.acknowledged.get(id));
    },
  );

  test('is not cut short by a second signal', async () => {
    const api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
    const stopped = api.stop('SIGINT');
    api.process.kill('SIGINT');
    api.process.kill('SIGTERM');
    expect(await stopped).toBe(0);
  });

  test('leaves no connection to the database behind', async () => {
    const client = await connect(databaseUrl);
    // The server takes a moment to notice that the other side has gone.
    const others =
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await expect.poll(async () => (await client.query(others)).rows).toEqual([]);
    await client.end();
  });
});

describe('what stands in the way of a start is one line with the remedy', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = (other.address() as { port: number }).port;
    expect(await failingStart({ DATABASE_URL: databaseUrl, PORT: String(port) })).toEqual({
      code: 1,
      said: `Port ${port} is already in use. Choose another one: PORT=${port + 1}\n`,
    });
    other.close();
  });

  test('no database', async () => {
    const { code, said } = await failingStart({ DATABASE_URL: 'postgres://u:secret@no-such-host.invalid/d' });
    expect(code).toBe(1);
    expect(said).toMatch(
      /^The database d at no-such-host.invalid:5432 cannot be reached: .* Correct the host name.*\n$/,
    );
    expect(said).not.toContain('secret');
  });

  test('an address that others can reach', async () => {
    const { code, said } = await failingStart({ DATABASE_URL: databaseUrl, HOST: '0.0.0.0' });
    expect([code, said.split('\n')]).toEqual([1, [expect.stringContaining('HOST=0.0.0.0'), '']]);
  });

  test('a dashboard that is not built', async () => {
    const { code, said } = await failingStart({
      DATABASE_URL: databaseUrl,
      PLUMBLINE_DASHBOARD_DIR: '/nowhere',
    });
    expect([code, said]).toEqual([1, expect.stringContaining('Build the dashboard first')]);
  });
});
