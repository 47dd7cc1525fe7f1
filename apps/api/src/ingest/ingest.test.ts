import { once } from 'node:events';
import {
  decodeBlock,
  encodeBlock,
  encodeFrame,
  encodeMessage,
  MAX_FRAME_BYTES,
  RECORD_KIND,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { digestOf } from '../testing/expected-digest.ts';
import { json, openBody, samplesBody, streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = 1_795_000_003_000_000;

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

const newStream = (samples: number, perRecord: number, close = true) => {
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US };
  return { id, options, frames: streamFrames(id, options, samples, perRecord, close) };
};
const frame = (streamId: string, sequence: number, kind: keyof typeof RECORD_KIND, body: Uint8Array) =>
  encodeFrame({ streamId, sequence, kind: RECORD_KIND[kind], body });

describe('a stream', () => {
  test('is stored whole, in blocks of one ten-second cell each', async () => {
    const { id, frames } = newStream(6_000, 10);
    const gateway = await TestGateway.connect(api.url, [id]);
    for (const one of frames) gateway.send(one);
    await gateway.acknowledgedUpTo(id, frames.length);
    expect(await api.get(`/v1/streams/${id}/digest`)).toEqual({
      id,
      blocks: 7,
      ...digestOf(START_US, 6_000),
    });
    expect(
      await api.rows(
        'select n from raw_block join stream s on s.id = stream_id where s.uuid = $1 order by t0',
        [id],
      ),
    ).toEqual([700, 1000, 1000, 1000, 1000, 1000, 300].map((n) => ({ n })));
    await gateway.close();
  });

  test('becomes the same rows however its records are cut into messages and whatever comes twice', async () => {
    const { id: referenceId, frames: reference } = newStream(2_500, 25);
    const gateway = await TestGateway.connect(api.url);
    gateway.send(...reference);
    await gateway.acknowledgedUpTo(referenceId, reference.length);
    const rowsOf = (id: string) =>
      api.rows(
        `select b.t0, b.last_at, b.first_sample, b.n, encode(b.payload, 'hex') as payload
        from raw_block b join stream s on s.id = b.stream_id where s.uuid = $1 order by b.t0`,
        [id],
      );
    const derivedOf = (id: string) =>
      api.rows(
        `select p.time, p.state, p.flexion_cdeg, p.tilt_cdeg, p.rotation_cdeg, p.coverage_pm from posture_1s p
        join stream s on s.session_id = p.session_id where s.uuid = $1 order by p.time`,
        [id],
      );
    const expected = { rows: await rowsOf(referenceId), derived: await derivedOf(referenceId) };
    expect(expected.derived.length).toBeGreaterThan(20);
    const step = fc.record({ take: fc.integer({ min: 1, max: 40 }), back: fc.integer({ min: 0, max: 30 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { id, frames } = newStream(2_500, 25);
        let at = 0;
        for (let i = 0; at < frames.length; i++) {
          const { take, back } = steps[i % steps.length]!;
          gateway.send(...frames.slice(Math.max(0, at - back), at + take));
          at += take;
        }
        await gateway.acknowledgedUpTo(id, frames.length);
        expect(await rowsOf(id)).toEqual(expected.rows);
        expect(await derivedOf(id)).toEqual(expected.derived);
      }),
      { numRuns: 8, seed: 20261121 },
    );
    await gateway.close();
  });

  test('goes on after the connection broke, in the middle of a message or between two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 1, max: 60 })), async (cuts) => {
        const { id, frames } = newStream(1_200, 10);
        for (let next = 0; next < frames.length; ) {
          const gateway = await TestGateway.connect(api.url, [id]);
          next = gateway.welcome[id]!;
          const end = Math.min(frames.length, next + cuts.next().value);
          gateway.send(...frames.slice(next, end));
          if (end === frames.length) {
            await gateway.acknowledgedUpTo(id, frames.length);
            next = frames.length;
          }
          // Half of them without a goodbye.
          if (end % 2 === 0) gateway.socket.terminate();
          else await gateway.close();
        }
        expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 1_200));
      }),
      { numRuns: 5, seed: 20261121 },
    );
  });

  test('tells of its gaps, its device and its end', async () => {
    const { id, frames, options } = newStream(100, 50, false);
    const gap = { startUs: START_US + 1e6, endUs: START_US + 2e6, missing: 100, exact: true, cause: 'link' };
    const device = {
      tUs: START_US + 2e6,
      batteryPercent: 81,
      clockSlopePpm: -3.25,
      clockResidualP95Ms: 1.5,
      config: { rate: 100, name: 'x' },
    };
    const gateway = await TestGateway.connect(api.url);
    gateway.send(...frames);
    gateway.send(
      frame(id, 3, 'gap', json(gap)),
      frame(id, 4, 'device', json(device)),
      frame(id, 5, 'samples', samplesBody(options.startUs, 200, 250)),
      frame(id, 6, 'close', json({ endUs: START_US + 2.5e6, reason: 'switched off' })),
    );
    await gateway.acknowledgedUpTo(id, 7);
    const of = 'from stream s join %t x on x.stream_id = s.id where s.uuid = $1';
    expect(
      await api.rows(
        `select extract(epoch from start_at) * 1e6 - ${START_US} as start, missing::int, exact, cause ${of.replace('%t', 'gap')}`,
        [id],
      ),
    ).toEqual([{ start: '1000000.000000', missing: 100, exact: true, cause: 'link' }]);
    expect(
      await api.rows(`select battery_percent, clock_slope_ppm, config ${of.replace('%t', 'device_state')}`, [
        id,
      ]),
    ).toEqual([{ battery_percent: 81, clock_slope_ppm: -3.25, config: { rate: 100, name: 'x' } }]);
    const streams = await api.get<{ id: string }[]>('/v1/streams');
    expect(streams.find((stream) => stream.id === id)).toMatchObject({
      samples: 150,
      missingSamples: 100,
      endedUs: START_US + 2.5e6,
    });
    await gateway.close();
  });

  test('goes on after a gap that stands for records which the outbox had to drop', async () => {
    const { id, frames } = newStream(100, 10);
    const [startUs, endUs] = [START_US + 200_000, START_US + 500_000];
    const gap = { startUs, endUs, missing: 30, exact: true, cause: 'outbox', firstSequence: 3 };
    const gateway = await TestGateway.connect(api.url, [id]);
    gateway.send(...frames.slice(0, 3), frame(id, 5, 'gap', json(gap)), ...frames.slice(6));
    await gateway.acknowledgedUpTo(id, frames.length);
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject({ samples: 70 });
    await gateway.close();
  });

  test('is stored once though two APIs take turns at it on one database', async () => {
    const other = await TestApi.startOn(api.databaseUrl);
    const { id, frames } = newStream(3_000, 10);
    const apis = [api, other];
    for (let turn = 0, stored = 0; stored < frames.length; turn++) {
      const gateway = await TestGateway.connect(apis[turn % 2]!.url, [id]);
      const next = gateway.welcome[id]!;
      expect(next).toBeGreaterThanOrEqual(stored);
      gateway.send(...frames.slice(next, next + 90));
      // Every third turn leaves before it is acknowledged: both then hold records that are not stored.
      if (turn % 3 === 2) gateway.socket.terminate();
      else await gateway.acknowledgedUpTo(id, Math.min(frames.length, next + 90)).catch(() => {});
      stored = Math.max(stored, next, gateway.acknowledged.get(id) ?? 0);
      gateway.socket.terminate();
    }
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 3_000));
    await other.stopKeepingData();
  });

  test('that reconnects within a wear session keeps one pipeline', async () => {
    const sessionId = crypto.randomUUID();
    const gateway = await TestGateway.connect(api.url);
    const ids = [crypto.randomUUID(), crypto.randomUUID()];
    for (const [k, id] of ids.entries()) {
      const frames = streamFrames(id, { sessionId, startUs: START_US + k * 31e6 }, 3_000, 50);
      await gateway.store(id, frames);
    }
    const seconds = await api.rows<{ n: string; distinct: string }>(
      `select count(*) as n, count(distinct time) as distinct from posture_1s p
      join wear_session w on w.id = p.session_id where w.uuid = $1`,
      [sessionId],
    );
    // 30 s, the lost second, 30 s: each second once.
    expect(seconds).toEqual([{ n: '61', distinct: '61' }]);
    await gateway.close();
  });
});

describe.concurrent('a record that cannot be stored', () => {
  const cases: [string, number, (id: string) => Uint8Array, string][] = [
    ['does not decode', 1, (id) => frame(id, 1, 'samples', new Uint8Array([1, 2, 3])), 'samples'],
    ['is not JSON', 1, (id) => frame(id, 1, 'gap', new Uint8Array([1, 2, 3])), 'body'],
    ['lacks a field', 1, (id) => frame(id, 1, 'gap', json({ startUs: 1 })), 'endUs'],
    [
      'holds what PostgreSQL cannot',
      1,
      (id) => frame(id, 1, 'close', json({ endUs: 1, reason: 'a\u0000b' })),
      'body',
    ],
    ['goes back in time', 1, (id) => frame(id, 1, 'samples', backwards()), 'tUs[1]'],
    ['is far ahead of the clock', 1, (id) => frame(id, 1, 'samples', samplesBody(4e15, 0, 5)), 'tUs'],
    [
      'opens a second time',
      1,
      (id) => frame(id, 1, 'open', json(openBody({ sessionId: id, startUs: 1 }))),
      'kind',
    ],
    ['is of an unknown kind', 1, (id) => frame(id, 1, 'gap', json({})).with(20, 99), 'kind'],
  ];
  test.each(cases)(
    'because it %s is named, and the ones after it are stored',
    async (_, sequence, bad, field) => {
      const { id, frames } = newStream(0, 10, false);
      const gateway = await TestGateway.connect(api.url);
      gateway.send(...frames, bad(id), frame(id, 2, 'samples', samplesBody(START_US, 0, 10)));
      await gateway.acknowledgedUpTo(id, 3);
      const rejects = gateway.replies.filter(({ type }) => type === 'reject');
      expect(rejects).toEqual([
        {
          type: 'reject',
          streamId: id,
          sequence,
          field,
          value: expect.any(String),
          remedy: expect.any(String),
        },
      ]);
      expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 10));
      expect(
        await api.rows(
          'select field from rejected_record r join stream s on s.id = stream_id where uuid = $1',
          [id],
        ),
      ).toEqual([{ field }]);
      await gateway.close();
    },
  );

  test('because its stream has ended is named', async () => {
    const { id, frames } = newStream(20, 10);
    const gateway = await TestGateway.connect(api.url);
    gateway.send(...frames, frame(id, frames.length, 'samples', samplesBody(START_US, 20, 10)));
    await gateway.acknowledgedUpTo(id, frames.length + 1);
    expect(gateway.replies.find(({ type }) => type === 'reject')).toMatchObject({ field: 'kind' });
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject({ samples: 20 });
    await gateway.close();
  });

  test('because its stream was never opened is refused by number, and other streams go on', async () => {
    const [broken, good] = [crypto.randomUUID(), newStream(20, 10)];
    const badOpen = { ...openBody({ sessionId: broken, startUs: START_US }), axes: 'up,up,up' };
    const gateway = await TestGateway.connect(api.url);
    gateway.send(
      frame(broken, 0, 'open', json(badOpen)),
      frame(broken, 1, 'samples', samplesBody(START_US, 0, 5)),
    );
    gateway.send(...good.frames);
    await gateway.acknowledgedUpTo(good.id, good.frames.length);
    await gateway.acknowledgedUpTo(broken, 2);
    const rejects = gateway.replies.flatMap((reply) =>
      reply.type === 'reject' ? [[reply.sequence, reply.field]] : [],
    );
    expect(rejects).toEqual([
      [0, 'axes'],
      [1, 'streamId'],
    ]);
    await gateway.close();
  });

  test('because nobody knows its time zone is refused, and says what to give', async () => {
    const id = crypto.randomUUID();
    const nowhere = openBody({ sessionId: id, startUs: START_US, timeZone: 'Mars' });
    const gateway = await TestGateway.connect(api.url);
    gateway.send(frame(id, 0, 'open', json(nowhere)));
    await gateway.acknowledgedUpTo(id, 1);
    expect(gateway.replies.find(({ type }) => type === 'reject')).toMatchObject({
      ...{ field: 'session.timeZone', value: 'Mars', remedy: 'Give an IANA name such as Europe/Berlin.' },
    });
    await gateway.close();
  });

  function backwards(): Uint8Array {
    const body = samplesBody(START_US, 0, 2);
    const encodings = Array.from({ length: 6 }, () => 'int' as const);
    const block = decodeBlock(body, encodings);
    block.tUs[1] = block.tUs[0]! - 1;
    return encodeBlock(block, encodings);
  }
});

describe('a connection', () => {
  const refusal = async (gateway: TestGateway): Promise<string> => {
    const reply = await gateway.until(({ type }) => type === 'refused');
    await gateway.closed();
    return reply.type === 'refused' ? reply.reason : '';
  };

  test('that leaves out a record is refused and told where to go on', async () => {
    const { id, frames } = newStream(100, 10);
    const gateway = await TestGateway.connect(api.url);
    gateway.send(...frames.slice(0, 3), ...frames.slice(4));
    expect(await refusal(gateway)).toBe(`Stream ${id} sent record 4 where 3 is next.`);
    const again = await TestGateway.connect(api.url, [id]);
    again.send(...frames.slice(again.welcome[id]!));
    await again.acknowledgedUpTo(id, frames.length);
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 100));
    await again.close();
  });

  test('is told what is stored of its stream, though an older one still repeats what it had sent', async () => {
    const { id, frames } = newStream(500, 10, false);
    const older = await TestGateway.connect(api.url);
    const newer = await TestGateway.connect(api.url, [id]);
    // The last is refused at once: by then the others are taken in, and not yet stored.
    newer.send(...frames, frame(id, frames.length, 'gap', json({})));
    await newer.until(({ type }) => type === 'reject');
    older.send(...frames);
    await older.close();
    await newer.acknowledgedUpTo(id, frames.length + 1);
    await newer.close();
  });

  test('without a hello is refused', async () => {
    const gateway = await TestGateway.open(api.url);
    gateway.send(...newStream(10, 10).frames);
    expect(await refusal(gateway)).toBe('The connection did not begin with hello.');
  });

  test('of another version of the protocol is refused with the field', async () => {
    const gateway = await TestGateway.open(api.url);
    gateway.text({ type: 'hello', protocol: 99, gateway: {}, streams: [] });
    expect(await refusal(gateway)).toContain('protocol');
  });

  test('with a message that is far too long is ended', async () => {
    const gateway = await TestGateway.connect(api.url);
    gateway.socket.send(Buffer.alloc(4 * MAX_FRAME_BYTES + 1));
    const [code] = await once(gateway.socket, 'close');
    expect(code).toBe(1009);
  });

  test('with a message that is cut off is refused', async () => {
    const gateway = await TestGateway.connect(api.url);
    gateway.socket.send(encodeMessage([new Uint8Array(30)]).subarray(0, 20));
    expect(await refusal(gateway)).toContain('cut off');
  });

  test('of a gateway that connects again replaces the one before', async () => {
    const gatewayId = crypto.randomUUID();
    const first = await TestGateway.connect(api.url, [], gatewayId);
    const second = await TestGateway.connect(api.url, [], gatewayId);
    expect(await refusal(first)).toContain('connected again');
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    await second.close();
  });

  test('from a web page of elsewhere is not taken', async () => {
    await expect(TestGateway.open(api.url, { origin: 'https://elsewhere.example' })).rejects.toThrow('401');
    await expect(TestGateway.open(api.url, { host: 'rebound.example' })).rejects.toThrow('401');
    const own = await TestGateway.open(api.url, { origin: api.url });
    await own.close();
  });

  test('is acknowledged what it sent when the API stops, and goes on there after the start', async () => {
    const { id, frames } = newStream(3_000, 10, false);
    const gateway = await TestGateway.connect(api.url, [id]);
    gateway.send(...frames.slice(0, 200));
    await gateway.acknowledgedUpTo(id, 1);
    await api.restart();
    await gateway.closed();
    const acknowledged = gateway.acknowledged.get(id)!;
    const again = await TestGateway.connect(api.url, [id]);
    expect(acknowledged).toBe(200);
    expect(again.welcome[id]).toBe(acknowledged);
    again.send(...frames.slice(acknowledged));
    await again.acknowledgedUpTo(id, frames.length);
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 3_000));
    await again.close();
  });
});
