import type { CreatedToken } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

const START_US = 1_795_000_003_000_000;

let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function connect(secret: string | null, streams: string[] = []): Promise<TestGateway> {
  const headers: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };
  const gateway = await TestGateway.open(people.api.url, headers);
  gateway.hello(streams);
  await gateway.until((reply) => reply.type === 'welcome' || reply.type === 'refused');
  return gateway;
}

describe('a gateway', () => {
  test('without a token, or with a personal one, is refused with what to do', async () => {
    for (const secret of [null, 'plg_unknown', (await wearer.token('personal')).secret]) {
      const gateway = await connect(secret);
      expect(gateway.replies).toEqual([
        {
          type: 'refused',
          reason: expect.stringContaining('token'),
          remedy: expect.stringMatching(/on the page Privacy, .* the file `token`/),
        },
      ]);
      await gateway.closed();
    }
  });

  test('turns a pairing code into a token, once, and stores for the wearer who made the code', async () => {
    const { code } = await wearer.json<{ code: string }>('POST', '/v1/pairing-codes');
    const pair = (): Promise<Response> =>
      people
        .anonymous()
        .ask('POST', '/v1/pair', { code: code.toLowerCase().replaceAll('-', ' '), name: 'at home' });
    const { secret } = (await (await pair()).json()) as { secret: string };
    expect((await pair()).status).toBe(403);
    const gateway = await connect(secret);
    const id = crypto.randomUUID();
    const frames = streamFrames(id, { sessionId: crypto.randomUUID(), startUs: START_US }, 200, 10);
    await gateway.store(id, frames);
    expect(await wearer.json('GET', '/v1/streams')).toMatchObject([{ id, samples: 200 }]);
    expect(await people.first.json('GET', '/v1/streams')).toEqual([]);
    expect((await wearer.ask('GET', `/v1/streams/${id}/digest`)).status).toBe(200);
    expect((await people.first.ask('GET', `/v1/streams/${id}/digest`)).status).toBe(404);
    await gateway.close();
  });

  test('cannot go on with a stream or a session of another wearer', async () => {
    const id = crypto.randomUUID();
    const sessionId = crypto.randomUUID();
    const frames = streamFrames(id, { sessionId, startUs: START_US }, 200, 10, false);
    const gateway = await connect((await wearer.token('gateway')).secret);
    await gateway.store(id, frames);
    const other = await people.add('other', 'wearer');
    const thief = await connect((await other.token('gateway')).secret, [id]);
    expect(thief.replies[0]).toMatchObject({ type: 'welcome', next: { [id]: 0 } });
    thief.send(...frames);
    await thief.until(({ type }) => type === 'refused');
    const again = await connect((await other.token('gateway')).secret);
    again.send(...streamFrames(crypto.randomUUID(), { sessionId, startUs: START_US + 60e6 }, 200, 10, false));
    await again.until(({ type }) => type === 'refused');
    expect(await other.json('GET', '/v1/streams')).toEqual([]);
    await gateway.close();
  });

  test('that calls itself as that of another wearer does cuts nobody off', async () => {
    const other = await people.add('namesake', 'wearer');
    const id = crypto.randomUUID();
    const gateways = [];
    for (const person of [wearer, other]) {
      const { secret } = await person.token('gateway');
      const gateway = await TestGateway.open(people.api.url, { authorization: `Bearer ${secret}` });
      gateway.hello([], id);
      await gateway.until(({ type }) => type === 'welcome');
      gateways.push(gateway);
    }
    expect(gateways.map(({ replies }) => replies.map(({ type }) => type))).toEqual([
      ['welcome'],
      ['welcome'],
    ]);
    for (const gateway of gateways) await gateway.close();
  });

  test('is cut off when its token is revoked', async () => {
    const { id, secret } = await wearer.token('gateway');
    const gateway = await connect(secret);
    await wearer.json('DELETE', `/v1/tokens/${id}`);
    await gateway.until(({ type }) => type === 'refused');
    expect((await connect(secret)).replies[0]).toMatchObject({ type: 'refused' });
    expect(await wearer.json('GET', '/v1/tokens')).toContainEqual(
      expect.objectContaining({ id, revokedUs: expect.any(Number) }),
    );
  });

  test('is cut off at once, and not at the next look', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const unlooked = await TestPeople.start(server).finally(() => vi.useRealTimers());
    const person = await unlooked.add('wearer', 'wearer');
    for (const shut of [
      ({ id }: CreatedToken) => person.ask('DELETE', `/v1/tokens/${id}`),
      async () => unlooked.first.ask('PATCH', `/v1/people/${(await person.me()).person}`, { disabled: true }),
    ]) {
      const token = await person.token('gateway');
      const gateway = await TestGateway.open(unlooked.api.url, { authorization: `Bearer ${token.secret}` });
      gateway.hello();
      await gateway.until(({ type }) => type === 'welcome');
      await shut(token);
      expect((await gateway.until(({ type }) => type === 'refused')).type).toBe('refused');
    }
    await unlooked.stop();
  });

  test('is cut off at the next look when its token ends by itself', async () => {
    const { id, secret } = await wearer.token('gateway');
    const gateway = await connect(secret);
    await people.api.rows(`update access_token set expires_at = now() where id = '${id}'`);
    expect((await gateway.until(({ type }) => type === 'refused')).type).toBe('refused');
  });
});

describe('a personal token', () => {
  test('opens its scopes and no more, until it is revoked or has expired', async () => {
    const { id, secret } = await wearer.token('personal', ['summary']);
    const program = people.bearer(secret);
    expect((await program.ask('GET', '/v1/session')).status).toBe(200);
    expect((await program.ask('GET', '/v1/today')).status).toBe(404);
    await wearer.json('DELETE', `/v1/tokens/${id}`);
    expect((await program.ask('GET', '/v1/session')).status).toBe(401);
    const other = await wearer.token('personal');
    await people.api.rows(`update access_token set expires_at = now() where id = '${other.id}'`);
    expect((await people.bearer(other.secret).ask('GET', '/v1/session')).status).toBe(401);
  });

  test('without a scope opens no data, and says so', async () => {
    const { secret } = await wearer.token('personal', []);
    const program = people.bearer(secret);
    expect(await program.json('GET', '/v1/wearers')).toMatchObject([{ own: true, scopes: [] }]);
    expect((await program.ask('GET', '/v1/streams')).status).toBe(404);
  });

  test('of another person cannot be seen or revoked', async () => {
    const { id } = await wearer.token('personal');
    const other = await people.add('therapist', 'therapist');
    expect(await other.json('GET', '/v1/tokens')).toEqual([]);
    expect((await other.ask('DELETE', `/v1/tokens/${id}`)).status).toBe(404);
    expect((await people.first.ask('DELETE', `/v1/tokens/${id}`)).status).toBe(404);
  });
});
