import { describe, expect, it } from 'vitest';
import { LIVE_CONNECTION, NOON_US, stateMessage, traceOf } from './fixtures/live-messages.ts';
import { type Frame, LiveStore } from './live-store.ts';

const AT_MS = NOON_US / 1000;

function setUp() {
  let frameCallback: ((atMs: number) => void) | null = null;
  let frameMs = 0;
  let atMs = AT_MS;
  const painted: Frame[] = [];
  const store = new LiveStore({
    now: () => atMs,
    frames: {
      request: (callback) => {
        frameCallback = callback;
        return 1;
      },
      cancel: () => {},
    },
    onPainted: (frame) => painted.push(frame),
  });
  const paint = () => {
    frameMs += 1000;
    const callback = frameCallback;
    frameCallback = null;
    callback?.(frameMs);
  };
  const receive = (fromUs: number, n: number) =>
    store.dispatch({
      type: 'message',
      atMs,
      message: {
        type: 'update',
        serverUs: atMs * 1000,
        trace: traceOf(fromUs, n, () => 5),
        connection: {
          ...LIVE_CONNECTION,
          lastSampleUs: fromUs + (n - 1) * 40_000,
          receivedUs: atMs * 1000,
        },
      },
    });
  store.dispatch({ type: 'message', message: stateMessage(), atMs });
  return { store, painted, paint, receive, pass: (ms: number) => (atMs += ms) };
}

describe('LiveStore', () => {
  it('paints the newest sample and says which one it was', () => {
    const { painted, paint, receive } = setUp();
    receive(NOON_US, 3);
    receive(NOON_US + 120_000, 3);
    paint();
    expect(painted).toHaveLength(1);
    expect(painted[0]?.newestUs).toBe(NOON_US + 200_000);
  });

  it('stands still while paused and catches up without a gap', () => {
    const { store, painted, paint, receive, pass } = setUp();
    receive(NOON_US, 25);
    store.setPaused(true);
    const before = store.getSnapshot();
    pass(1000);
    receive(NOON_US + 1_000_000, 25);
    store.tick();
    paint();
    expect(store.getSnapshot()).toBe(before);
    expect(painted).toHaveLength(0);
    store.setPaused(false);
    paint();
    expect(painted.at(-1)?.columns.n).toBe(50);
  });

  it('gives a new snapshot at once when the connection changes, else with the tick', () => {
    const { store, receive } = setUp();
    store.tick();
    const before = store.getSnapshot();
    receive(NOON_US, 1);
    expect(store.getSnapshot()).toBe(before);
    store.dispatch({ type: 'lost', retryAtMs: AT_MS + 500 });
    expect(store.getSnapshot().model.link.phase).toBe('lost');
  });

  it('moves the window on when samples stop', () => {
    const { store, paint, painted, receive, pass } = setUp();
    receive(NOON_US, 25);
    pass(10_000);
    store.tick();
    paint();
    const { edgeUs, newestUs } = painted.at(-1)!;
    expect(edgeUs! - newestUs!).toBe(9_000_000);
  });
});
