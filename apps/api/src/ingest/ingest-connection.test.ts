import { EventEmitter } from 'node:events';
import { INGEST_PROTOCOL } from '@plumbline/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { Wearer } from './ingest.repository.ts';
import { type ConnectionHost, HELLO_TIMEOUT_MS, IngestConnection } from './ingest-connection.ts';

/** What a websocket is to a connection before anybody has been let in. */
class Wire extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly sent: string[] = [];
  readonly closed: number[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  /** Whether the other side answers. */
  answers = true;
  isPaused = false;
  terminated = 0;

  close(code: number): void {
    this.closed.push(code);
    if (this.answers) this.emit('close');
  }

  ping(): void {
    if (this.answers) this.emit('pong');
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  terminate(): void {
    this.terminated++;
  }

  says(message: unknown): void {
    this.emit('message', Buffer.from(JSON.stringify(message)), false);
  }
}

const host = { left: () => {} } as Partial<ConnectionHost> as ConnectionHost;
const HELLO = {
  ...{ type: 'hello', protocol: INGEST_PROTOCOL, streams: [] },
  gateway: { id: crypto.randomUUID(), name: 'a gateway', version: '0' },
};
const WEARER: Wearer = { id: 7, tenantId: 1 };

/** Lets in whoever `wearerOf` says. */
function letIn(wearerOf: () => Promise<Wearer | null>): ConnectionHost {
  const ingest = { welcome: async () => ({}) };
  const arrived = () => ({ id: HELLO.gateway.id, name: 'a gateway' });
  return { left: () => {}, changed: () => {}, wearerOf, ingest, arrived } as unknown as ConnectionHost;
}

async function greeted(wearerOf: () => Promise<Wearer | null>): Promise<[Wire, IngestConnection]> {
  const wire = new Wire();
  const connection = new IngestConnection(wire as unknown as WebSocket, {}, letIn(wearerOf));
  wire.says(HELLO);
  await vi.waitFor(() => expect(wire.sent[0]).toContain('welcome'));
  return [wire, connection];
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('whoever does not say hello is not let stay, however well it answers pings', () => {
  const wire = new Wire();
  new IngestConnection(wire as unknown as WebSocket, {}, host);
  vi.advanceTimersByTime(HELLO_TIMEOUT_MS - 1);
  expect(wire.closed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(wire.sent[0]).toContain('did not begin with hello');
  expect(wire.closed).toEqual([1008]);
});

test('whoever answers no pings is cut off', async () => {
  const [wire] = await greeted(async () => WEARER);
  wire.answers = false;
  vi.advanceTimersByTime(10_000);
  expect(wire.terminated).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(wire.terminated).toBe(1);
});

test('whoever is refused and does not go is cut off', async () => {
  const [wire] = await greeted(async () => WEARER);
  wire.answers = false;
  wire.says({ type: 'nothing known' });
  await vi.waitFor(() => expect(wire.closed).toEqual([1008]));
  vi.advanceTimersByTime(2_000);
  expect(wire.terminated).toBe(1);
});

test('says hello once', async () => {
  const [wire] = await greeted(async () => WEARER);
  wire.says(HELLO);
  await vi.waitFor(() => expect(wire.sent.at(-1)).toContain('A second hello came.'));
  expect(wire.closed).toEqual([1008]);
});

test('reads ahead of what it works on by a few messages alone', async () => {
  const wire = new Wire();
  new IngestConnection(
    wire as unknown as WebSocket,
    {},
    letIn(() => new Promise(() => {})),
  );
  wire.says(HELLO);
  await Promise.resolve();
  for (let i = 0; i < 15; i++) wire.says(HELLO);
  expect(wire.isPaused).toBe(false);
  wire.says(HELLO);
  expect(wire.isPaused).toBe(true);
});

test('stays while nobody can tell whose token it is, and goes when it is somebody else’s', async () => {
  let answer: () => Promise<Wearer | null> = async () => WEARER;
  const [wire, connection] = await greeted(() => answer());
  answer = () => Promise.reject(new Error('the database is away'));
  await connection.checkAccess();
  expect(wire.closed).toEqual([]);
  answer = async () => ({ id: 8, tenantId: 1 });
  await connection.checkAccess();
  expect([wire.sent.at(-1), wire.closed]).toEqual([expect.stringContaining('not valid any more'), [1008]]);
});
