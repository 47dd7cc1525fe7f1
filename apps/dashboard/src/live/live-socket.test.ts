import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateMessage } from './fixtures/live-messages.ts';
import { LiveTestServer } from './fixtures/live-test-server.ts';
import type { LiveEvent } from './live-model.ts';
import { LiveSocket, SUSPEND_AFTER_HIDDEN_MS } from './live-socket.ts';

/** The machine may be busy. */
const PATIENT = { timeout: 60_000 };

describe('LiveSocket against a real server', () => {
  let server: LiveTestServer;
  let socket: LiveSocket;
  let events: LiveEvent[];

  beforeEach(async () => {
    server = await LiveTestServer.start();
    server.onSubscribe = (send) => send(stateMessage());
    events = [];
    socket = openTo(server.liveUrl);
  });

  afterEach(async () => {
    socket.close();
    await server.stop();
  });

  function openTo(url: string): LiveSocket {
    // `random` 0 makes every wait as short as the jitter allows.
    return new LiveSocket({
      url,
      onEvent: (event) => events.push(event),
      now: () => performance.now(),
      random: () => 0,
    });
  }

  const types = () => events.map(({ type }) => type);
  const until = (type: LiveEvent['type'], times = 1) =>
    vi.waitFor(() => expect(types().filter((t) => t === type)).toHaveLength(times), PATIENT);

  it('subscribes with the protocol it speaks and receives the state', async () => {
    socket.open();
    await until('message');
    expect(types()).toEqual(['connecting', 'opened', 'message']);
    expect(server.subscriptions).toEqual([{ type: 'subscribe', protocol: 1, wearer: 'me' }]);
  });

  it('comes back after the server cut the link, and asks for the state again', async () => {
    socket.open();
    await until('message');
    server.dropClients();
    await until('message', 2);
    expect(types()).toEqual(['connecting', 'opened', 'message', 'lost', 'connecting', 'opened', 'message']);
    expect(server.subscriptions).toHaveLength(2);
  });

  it('says when it will try again while nobody answers', async () => {
    const { liveUrl } = server;
    await server.stop();
    socket = openTo(liveUrl);
    const beforeMs = performance.now();
    socket.open();
    await until('lost');
    const lost = events.find((event) => event.type === 'lost');
    expect(lost?.retryAtMs).toBeGreaterThan(beforeMs);
    expect(types()).not.toContain('opened');
  });

  it('reports what it cannot read and goes on listening', async () => {
    socket.open();
    await until('message');
    server.sendText('{"type":"state","protocol":9}');
    server.send(stateMessage());
    await until('message', 2);
    expect(events.filter((event) => event.type === 'problem')).toEqual([
      { type: 'problem', problem: { kind: 'version', server: '9' } },
    ]);
  });

  it('rests while the page is in the background and comes back when it is looked at', async () => {
    socket.open();
    await until('message');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    socket.setHidden(true);
    vi.advanceTimersByTime(SUSPEND_AFTER_HIDDEN_MS);
    vi.useRealTimers();
    expect(types().at(-1)).toBe('suspended');
    await vi.waitFor(() => expect(server.clientCount).toBe(0), PATIENT);
    socket.setHidden(false);
    await until('message', 2);
  });

  it('keeps its link through a short look elsewhere', async () => {
    socket.open();
    await until('message');
    socket.setHidden(true);
    socket.setHidden(false);
    expect(types()).toEqual(['connecting', 'opened', 'message']);
  });

  it('lets go when closed', async () => {
    socket.open();
    await until('message');
    socket.close();
    await vi.waitFor(() => expect(server.clientCount).toBe(0), PATIENT);
    expect(types()).not.toContain('lost');
  });
});
