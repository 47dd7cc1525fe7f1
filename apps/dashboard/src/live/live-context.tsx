import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { reportDrawn } from './drawn.ts';
import { CALM_PAINT_INTERVAL_MS, PAINT_INTERVAL_MS } from './frame-pacer.ts';
import { LiveSocket } from './live-socket.ts';
import { type Frame, LiveStore, type Snapshot } from './live-store.ts';

const TICK_MS = 1000;
const LIVE_PATH = '/v1/live';
const REDUCED_MOTION = '(prefers-reduced-motion: reduce)';

const LiveContext = createContext<LiveStore | null>(null);

/** One live link for the whole page; everything below reads it. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(createStore);
  useEffect(() => connect(store), [store]);
  return <LiveContext value={store}>{children}</LiveContext>;
}

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error('useLiveStore needs a LiveProvider above it');
  return store;
}

/** What is read as text; renews once a second and on changes of weight. */
export function useLive(): Snapshot {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

/** Calls `draw` with each frame, up to 15 times a second, outside React. `draw` must keep its identity. */
export function useFrame(draw: (frame: Frame) => void): void {
  const store = useLiveStore();
  useEffect(() => store.onFrame(draw), [store, draw]);
}

function createStore(): LiveStore {
  return new LiveStore({
    now: pageNow,
    frames: {
      request: (callback) => requestAnimationFrame(callback),
      cancel: (id) => cancelAnimationFrame(id),
    },
    onPainted: reportDrawn,
  });
}

/** Monotone, unlike `Date.now()`: the user may set the clock. */
function pageNow(): number {
  return performance.timeOrigin + performance.now();
}

function connect(store: LiveStore): () => void {
  const url = new URL(LIVE_PATH, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new LiveSocket({
    url: url.href,
    onEvent: store.dispatch,
    now: pageNow,
    random: () => Math.random(),
  });
  const stopWatching = watchPage(store, socket);
  const ticker = setInterval(() => {
    if (!document.hidden) store.tick();
  }, TICK_MS);
  socket.open();
  return () => {
    clearInterval(ticker);
    stopWatching();
    store.pacer.stop();
    socket.close();
  };
}

/** Follows the page's visibility and the wish for less motion. */
function watchPage(store: LiveStore, socket: LiveSocket): () => void {
  const motion = matchMedia(REDUCED_MOTION);
  const onVisibility = () => {
    socket.setHidden(document.hidden);
    if (!document.hidden) store.tick();
  };
  const onMotion = () => {
    store.pacer.intervalMs = motion.matches ? CALM_PAINT_INTERVAL_MS : PAINT_INTERVAL_MS;
  };
  onMotion();
  document.addEventListener('visibilitychange', onVisibility);
  motion.addEventListener('change', onMotion);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    motion.removeEventListener('change', onMotion);
  };
}
