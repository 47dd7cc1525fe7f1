import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network between a browser and the server that can fail, and behind which the server can be upgraded. */
export interface OutageProxy extends AsyncDisposable {
  readonly url: string;
  /** While true every connection is cut. */
  down: boolean;
  /** Added to the end of the service worker: another version. */
  addedToWorker: string;
  /** While true the server has the files of another version, and those of the page that is open are gone. */
  upgraded: boolean;
}

const NEWER_PAGE = '<!doctype html><script type="module" src="/assets/newer.js"></script>';
const NOT_FOUND = 404;
const CONDITIONS = ['if-none-match', 'if-modified-since'] as const;

/** Forwards requests to `target`; websockets are cut. */
export async function startOutageProxy(target: string): Promise<OutageProxy> {
  const proxy = { down: false, addedToWorker: '', upgraded: false };
  const server = createServer((asked, answer) => {
    if (proxy.down) asked.socket.destroy();
    else if (proxy.upgraded && asked.url === '/') answer.end(NEWER_PAGE);
    else if (proxy.upgraded && asked.url!.startsWith('/assets/')) answer.writeHead(NOT_FOUND).end();
    else forward(asked, answer, new URL(asked.url!, target), proxy.addedToWorker);
  });
  server.on('upgrade', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return Object.assign(proxy, { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close });
}

function forward(asked: IncomingMessage, answer: ServerResponse, url: URL, added: string): void {
  const headers = { ...asked.headers, host: url.host };
  if (headers.origin) headers.origin = url.origin;
  // Another version has another tag: asking whether it changed would be answered for the one behind.
  if (added) for (const condition of CONDITIONS) delete headers[condition];
  const sent = request(url, { method: asked.method!, headers }, (given) => {
    const appended = url.pathname === '/sw.js' && given.statusCode === 200 ? added : '';
    const { 'content-length': length, ...rest } = given.headers;
    const longer = length && { 'content-length': String(Number(length) + Buffer.byteLength(appended)) };
    answer.writeHead(given.statusCode!, { ...rest, ...longer });
    given.pipe(answer, { end: false });
    given.on('end', () => answer.end(appended));
  });
  sent.on('error', () => asked.socket.destroy());
  asked.pipe(sent);
}
