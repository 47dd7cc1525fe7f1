import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
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

  close(code: number): void {
    this.closed.push(code);
    this.emit('close');
  }

  ping(): void {
    this.emit('pong');
  }

  resume(): void {}
  terminate(): void {}
}

const host = { left: () => {} } as Partial<ConnectionHost> as ConnectionHost;

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
