import { answer, dropExpired } from './answers.ts';
import { DATA_CACHE, isKept, SHELL_PREFIX } from './kept.ts';

/** What the build knows of itself: `scripts/service-worker.ts`. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

/** What this uses of a service worker's scope; the types of pages and of workers cannot be loaded together. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window' }): Promise<readonly { focus(): Promise<unknown> }[]>;
    openWindow(address: string): Promise<unknown>;
  };
  readonly location: Location;
}

interface LifeEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface NotificationEvent extends LifeEvent {
  readonly notification: Notification;
}

interface FetchEvent extends LifeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
const SHELL_CACHE = `${SHELL_PREFIX}${__SHELL__.version}`;
const PAGE = '/index.html';
/** Addresses that are no page. */
const SERVERS_OWN = /^\/(v1|health|ready|metrics|openapi\.json)(\/|$)/;

/** A new version is fetched whole beside the present one, and takes over when the page says so. */
scope.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll([...__SHELL__.files])));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOldShells(), dropOldAnswers(), scope.clients.claim()]));
});

scope.addEventListener('message', ({ data }) => {
  if (data === 'take over') void scope.skipWaiting();
});

/** A suggestion leads to the page where it can be put off. */
scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(toWindow());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin) return;
  if (isKept(request.method, pathname)) event.respondWith(fromServer(request));
  else if (request.mode === 'navigate' && !SERVERS_OWN.test(pathname)) event.respondWith(fromShell(PAGE));
  else if (__SHELL__.files.includes(pathname)) event.respondWith(fromShell(pathname));
});

async function fromServer(request: Request): Promise<Response> {
  const cache = await caches.open(DATA_CACHE);
  return answer(request, { cache, fetch: (asked) => fetch(asked), now: Date.now });
}

async function fromShell(path: string): Promise<Response> {
  const cache = await caches.open(SHELL_CACHE);
  return (await cache.match(path)) ?? fetch(path);
}

async function toWindow(): Promise<unknown> {
  const [window] = await scope.clients.matchAll({ type: 'window' });
  return window ? window.focus() : scope.clients.openWindow('/today');
}

async function dropOldShells(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(SHELL_PREFIX) && name !== SHELL_CACHE) await caches.delete(name);
  }
}

async function dropOldAnswers(): Promise<void> {
  await dropExpired({ cache: await caches.open(DATA_CACHE), now: Date.now });
}
