import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Demo,
  LIVE_PROTOCOL,
  type LiveConnection,
  type LiveState,
  type LiveUpdate,
  type Me,
  type Trace,
} from '@plumbline/contract';
import type { Browser, CDPSession } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a page holds after an hour of a wearer's day. */
export interface HourOfMemory {
  readonly heapBytes: number;
  readonly nodes: number;
}

const US_PER_S = 1_000_000;
const US_PER_HOUR = 3_600 * US_PER_S;
const START_US = Date.UTC(2026, 10, 20, 8) * 1000;
/** An update holds two points of 25 a second: 12.5 updates a second of the day. */
const POINT_US = 40_000;
const UPDATE_US = 2 * POINT_US;
const BOUT_US = 10 * 60 * US_PER_S;
/** As many as a socket takes without waiting. */
const BURST = 250;
const FULL_BYTES = 1_000_000;
const WAIT_MS = 2;
/** For the page to come to rest after it has drawn the last. */
const REST_MS = 2_000;
const DASHBOARD = dirname(fileURLToPath(import.meta.resolve('@plumbline/dashboard/dist/index.html')));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const ME: Me = {
  person: '00000000-0000-8000-8000-000000000001',
  name: 'Me',
  roles: ['wearer'],
  wearer: '00000000-0000-8000-8000-000000000002',
  via: 'local',
};
const NO_DEMO: Demo = {
  on: false,
  people: [],
  daysPlanned: 0,
  daysStored: 0,
  rateHz: 20,
  newAlgorithmFrom: null,
};

/** The Live page through a day that passes as fast as the page takes it in; its memory after each hour. */
export async function memoryByHour(browser: Browser, hours: number): Promise<readonly HourOfMemory[]> {
  const server = await serveDashboard();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const [[socket]] = await Promise.all([
    once(server.sockets, 'connection') as Promise<[WebSocket]>,
    page.goto(`${server.url}/live`),
  ]);
  const devtools = await page.context().newCDPSession(page);
  socket.send(JSON.stringify(stateAt(START_US)));
  const measured: HourOfMemory[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const lastUs = await sendHour(socket, START_US + hour * US_PER_HOUR);
    await page.waitForFunction((t) => Number(document.documentElement.dataset.drawnSampleUs) >= t, lastUs);
    await sleep(REST_MS);
    measured.push(await memoryOf(devtools));
  }
  await page.close();
  await server.close();
  return measured;
}

/** Returns the time of the last sample. */
async function sendHour(socket: WebSocket, fromUs: number): Promise<number> {
  for (let i = 0; i < US_PER_HOUR / UPDATE_US; i += 1) {
    socket.send(JSON.stringify(updateAt(fromUs + i * UPDATE_US, i % 12 === 0)));
    if (i % BURST !== 0) continue;
    // A page that falls behind closes the window of its socket: wait for it.
    do await sleep(WAIT_MS);
    while (socket.bufferedAmount > FULL_BYTES);
  }
  return fromUs + US_PER_HOUR - POINT_US;
}

async function memoryOf(devtools: CDPSession): Promise<HourOfMemory> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize: heapBytes } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  return { heapBytes, nodes };
}

function traceAt(tUs: number): Trace {
  const times = [tUs, tUs + POINT_US];
  const wave = (sizeDeg: number, periodS: number) =>
    times.map((t) => sizeDeg * Math.sin((t / US_PER_S / periodS) * 2 * Math.PI));
  return {
    tUs: times,
    flexionDeg: wave(20, 7),
    sideBendDeg: wave(8, 11),
    rotationDeg: wave(30, 5),
    tiltDeg: wave(20, 7).map(Math.abs),
  };
}

const connectionAt = (tUs: number): LiveConnection => ({
  state: 'live',
  reason: 'Samples arrive.',
  lastSampleUs: tUs,
  receivedUs: tUs,
  sensor: null,
  playback: null,
});

const STATES = ['sitting', 'standing', 'sitting', 'walking'] as const;
const boutAt = (tUs: number) => {
  const place = Math.floor((tUs - START_US) / BOUT_US);
  return { startUs: START_US + place * BOUT_US, state: STATES[place % STATES.length]! };
};

function stateAt(tUs: number): LiveState {
  return {
    type: 'state',
    protocol: LIVE_PROTOCOL,
    serverUs: tUs,
    timeZone: 'UTC',
    connection: connectionAt(tUs),
    posture: null,
    mounting: { reference: 'walking', forward: 'bends', reason: null },
    trace: traceAt(tUs),
    quaternion: [1, 0, 0, 0],
    day: { startUs: START_US, endUs: START_US + 24 * US_PER_HOUR, bouts: [] },
  };
}

function updateAt(tUs: number, withBouts: boolean): LiveUpdate {
  const { startUs, state } = boutAt(tUs);
  const bout = { startUs, endUs: tUs, state, open: true };
  return {
    type: 'update',
    serverUs: tUs,
    trace: traceAt(tUs),
    connection: connectionAt(tUs),
    posture: { state, probability: 0.97, sinceUs: startUs, reason: null },
    ...(withBouts && { bouts: { fromUs: startUs, bouts: [bout] } }),
  };
}

/** The built pages, what they ask for before they show anything, and the live socket. */
async function serveDashboard() {
  const answers: Readonly<Record<string, unknown>> = { '/v1/session': ME, '/v1/demo': NO_DEMO };
  const http = createServer(async ({ url = '/' }, answer) => {
    const { pathname } = new URL(url, 'http://here');
    if (pathname.startsWith('/v1/')) {
      answer.writeHead(pathname in answers ? 200 : 404, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(answers[pathname] ?? {}));
      return;
    }
    const type = TYPES[extname(pathname)];
    const body = await readFile(join(DASHBOARD, type ? pathname : 'index.html')).catch(() => '');
    answer.writeHead(200, { 'content-type': type ?? 'text/html' }).end(body);
  });
  const sockets = new WebSocketServer({ server: http, path: '/v1/live' });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const close = async () => {
    for (const client of sockets.clients) client.terminate();
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, sockets, close };
}
