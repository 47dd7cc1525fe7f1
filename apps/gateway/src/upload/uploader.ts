import {
  encodeMessage,
  type GatewayStatus,
  type Hello,
  INGEST_PROTOCOL,
  type IngestReply,
  ingestReplySchema,
} from '@plumbline/contract';
import { WebSocket } from 'ws';
import type { Outbox } from '../outbox/outbox.ts';
import { OutboxReader } from '../outbox/reader.ts';
import { sleep } from '../time/sleep.ts';
import { InFlight } from './in-flight.ts';
import type { Quarantine } from './quarantine.ts';

/** Records are gathered for this long, so that a message carries several; below what an eye notices. */
const SEND_INTERVAL_MS = 60;
const STATUS_INTERVAL_MS = 1_000;
/** Sent and not acknowledged, at most: what is in doubt after a crash of the API. */
const WINDOW_BYTES = 4 * 2 ** 20;
const MESSAGE_BYTES = 256 * 2 ** 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** No acknowledgement for this long while records are under way: the connection is taken to be dead. */
const ACK_TIMEOUT_MS = 30_000;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1_000;

export interface UploaderOptions {
  readonly url: string;
  readonly gateway: Hello['gateway'];
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  readonly status: () => GatewayStatus;
  readonly say: (line: string) => void;
  /** Told what went wrong, with what to do; `say` tells it too. */
  readonly failed?: (text: string) => void;
  /** What shows the API who this is; asked for at each connection. */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  readonly random: () => number;
  readonly windowBytes?: number;
}

/** Carries the outbox to the API over one websocket, in order, and begins again after every failure. */
export class Uploader {
  readonly #options: UploaderOptions;
  readonly #inFlight = new InFlight();
  #socket: WebSocket | null = null;
  #reader: OutboxReader | null = null;
  #failures = 0;
  #ackedAtMs = 0;
  #lastSaid = '';
  /** Why records are not getting through, or null while they are. */
  problem: string | null = 'not connected yet';

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#reader !== null;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const reason = await this.#session(signal);
      if (signal.aborted) return;
      this.#complain(reason);
      await sleep(this.#retryMs(), signal);
    }
  }

  /** Sends what is left; resolves when everything is acknowledged or the time is up. */
  async drain(timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    while (this.connected && this.#options.outbox.pendingRecords > 0 && performance.now() < until) {
      await sleep(SEND_INTERVAL_MS, AbortSignal.timeout(timeoutMs));
    }
  }

  /** The outbox dropped records that may be under way: agree again on where each stream goes on. */
  restart(): void {
    this.#socket?.terminate();
  }

  /** One connection, until it ends; returns why. */
  async #session(signal: AbortSignal): Promise<string> {
    let headers: Readonly<Record<string, string>>;
    try {
      headers = (await this.#options.headers?.()) ?? {};
    } catch (error) {
      return (error as Error).message;
    }
    return signal.aborted ? '' : this.#connection(signal, headers);
  }

  async #connection(signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<string> {
    const socket = new WebSocket(this.#options.url, {
      headers,
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const stop = (): void => void this.#hangUp(socket);
    signal.addEventListener('abort', stop, { once: true });
    const sending = setInterval(() => this.#guarded(socket, () => this.#send(socket)), SEND_INTERVAL_MS);
    const telling = setInterval(() => this.#tell(socket), STATUS_INTERVAL_MS);
    try {
      return await this.#untilClosed(socket);
    } finally {
      clearInterval(sending);
      clearInterval(telling);
      signal.removeEventListener('abort', stop);
      this.#forget();
    }
  }

  #untilClosed(socket: WebSocket): Promise<string> {
    const { url } = this.#options;
    return new Promise((done) => {
      let reason = `the API at ${url} ended the connection`;
      const welcome = setTimeout(() => socket.terminate(), CONNECT_TIMEOUT_MS);
      socket.on('open', () => this.#greet(socket));
      socket.on('message', (data, isBinary) => {
        if (isBinary) return;
        this.#guarded(socket, () => {
          const refused = this.#hear(socket, String(data));
          if (this.connected) clearTimeout(welcome);
          if (refused !== null) reason = refused;
        });
      });
      socket.on('error', (error) => {
        reason = `the API at ${url} ${unreachable(error)}`;
      });
      socket.on('close', () => {
        clearTimeout(welcome);
        done(reason);
      });
    });
  }

  /** A fault in one connection ends that connection, never the gateway. */
  #guarded(socket: WebSocket, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.say(`the upload starts over: ${(error as Error).message}`);
      socket.terminate();
    }
  }

  #greet(socket: WebSocket): void {
    const { gateway, outbox } = this.#options;
    const hello: Hello = {
      type: 'hello',
      protocol: INGEST_PROTOCOL,
      gateway,
      streams: outbox.pendingStreams(),
    };
    socket.send(JSON.stringify(hello));
  }

  /** Returns why the API ends the connection, if it does. */
  #hear(socket: WebSocket, text: string): string | null {
    const reply: IngestReply = ingestReplySchema.parse(JSON.parse(text));
    switch (reply.type) {
      case 'welcome':
        this.#begin(reply.next);
        this.#guarded(socket, () => this.#send(socket));
        this.#tell(socket);
        return null;
      case 'ack':
        this.#acknowledged(reply.next);
        return null;
      case 'reject':
        this.#options.quarantine.keep(reply, this.#inFlight.find(reply.streamId, reply.sequence)?.frame);
        this.#fail(
          `The API refused a record (${reply.field} = ${reply.value}): ${reply.remedy} It is kept in ${this.#options.quarantine.path}.`,
        );
        return null;
      case 'refused':
        return `the API refuses this gateway: ${reply.reason} ${reply.remedy}`;
    }
  }

  #begin(next: Readonly<Record<string, number>>): void {
    this.#options.outbox.reconcile(next);
    this.#reader = new OutboxReader(this.#options.outbox);
    this.#ackedAtMs = performance.now();
    this.#failures = 0;
    if (this.problem !== null && this.#lastSaid !== '') this.#options.say('The API is back.');
    this.#lastSaid = '';
    this.problem = null;
  }

  #acknowledged(next: Readonly<Record<string, number>>): void {
    this.#ackedAtMs = performance.now();
    for (const [id, number] of Object.entries(next)) this.#inFlight.acknowledge(id, number);
    this.#options.outbox.acknowledge(next);
  }

  #send(socket: WebSocket): void {
    if (this.#reader === null || socket.readyState !== WebSocket.OPEN) return;
    const windowBytes = this.#options.windowBytes ?? WINDOW_BYTES;
    while (this.#inFlight.bytes < windowBytes && socket.bufferedAmount < windowBytes) {
      const records = this.#reader.take(Math.min(MESSAGE_BYTES, windowBytes));
      if (records.length === 0) break;
      for (const record of records) this.#inFlight.add(record);
      socket.send(encodeMessage(records.map((record) => record.frame)));
    }
    const silentMs = performance.now() - this.#ackedAtMs;
    if (this.#inFlight.bytes === 0) this.#ackedAtMs = performance.now();
    else if (silentMs > ACK_TIMEOUT_MS) throw new Error('nothing was acknowledged for 30 s');
  }

  #tell(socket: WebSocket): void {
    if (this.#reader === null || socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify(this.#options.status()));
  }

  #forget(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#socket = null;
    this.#inFlight.clear();
  }

  async #hangUp(socket: WebSocket): Promise<void> {
    socket.close(1000);
    await sleep(CLOSE_TIMEOUT_MS, new AbortController().signal);
    socket.terminate();
  }

  /** The same sentence once. */
  #complain(reason: string): void {
    this.problem = reason;
    if (reason === this.#lastSaid) return;
    this.#lastSaid = reason;
    this.#fail(`${capitalised(reason)}; everything is kept in the outbox and sent later.`);
  }

  #fail(text: string): void {
    this.#options.failed?.(text);
    this.#options.say(text);
  }

  #retryMs(): number {
    const steady = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
    return steady * (0.5 + this.#options.random() / 2);
  }
}

/** As `ws` says that an answer was none of a websocket: of a proxy, or of another server. */
const HTTP_ANSWER = /^Unexpected server response: (\d+)$/;

function unreachable(error: NodeJS.ErrnoException): string {
  const status = HTTP_ANSWER.exec(error.message)?.[1];
  if (status === undefined) return `cannot be reached (${error.code ?? error.message})`;
  return `answers with HTTP status ${status} and takes no records: check the address, and the proxy before it`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
