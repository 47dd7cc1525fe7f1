import type { IncomingHttpHeaders } from 'node:http';
import { Logger } from '@nestjs/common';
import {
  decodeFrame,
  frameAddress,
  gatewayMessageSchema,
  type Hello,
  INGEST_PROTOCOL,
  type IngestReply,
  splitMessage,
} from '@plumbline/contract';
import type { RawData, WebSocket } from 'ws';
import { DatabaseUnavailable } from '../database/database.ts';
import type { ConnectedGateway } from './gateway-directory.ts';
import type { Wearer } from './ingest.repository.ts';
import type { IngestPeer, IngestService } from './ingest.service.ts';
import type { Fault, IncomingRecord } from './record-bodies.ts';

/** What a connection needs from its surroundings. */
export interface ConnectionHost {
  readonly ingest: IngestService;
  /** Whose data it may store; null: nobody's. */
  wearerOf(headers: IncomingHttpHeaders): Promise<Wearer | null>;
  /** A gateway has said who it is; an older connection of the same one ends. */
  arrived(connection: IngestConnection, hello: Hello, wearer: Wearer): ConnectedGateway;
  changed(gateway: ConnectedGateway): void;
  left(connection: IngestConnection, gateway: ConnectedGateway | null): void;
}

interface Message {
  readonly data: RawData;
  readonly isBinary: boolean;
}

/** Messages read ahead of the one being worked on; beyond this the socket is not read. */
const MAX_WAITING_MESSAGES = 16;
/** Other connections get their turn after this long. */
const MAX_TURN_MS = 10;
const PING_INTERVAL_MS = 10_000;
/** Nobody is let stay who does not say who it is. */
export const HELLO_TIMEOUT_MS = 10_000;
const CLOSE_POLICY = 1008;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_TRY_LATER = 1013;
/** A peer that does not answer the closing handshake is cut off. */
const CLOSE_TIMEOUT_MS = 2_000;
/** A malformed text message is answered with this much of what was wrong. */
const MAX_ISSUE = 200;

/** One gateway's websocket: reads in order, one message at a time, and slows the sender down by not reading. */
export class IngestConnection implements IngestPeer {
  readonly isLive = true;
  readonly sinceMs = performance.now();
  readonly #socket: WebSocket;
  readonly #headers: IncomingHttpHeaders;
  readonly #host: ConnectionHost;
  readonly #logger = new Logger(IngestConnection.name);
  readonly #waiting: Message[] = [];
  readonly #ping: NodeJS.Timeout;
  readonly #greeting: NodeJS.Timeout;
  #working: Promise<void> | null = null;
  #gateway: ConnectedGateway | null = null;
  #wearer: Wearer | null = null;
  #answered = true;
  #ending = false;

  constructor(socket: WebSocket, headers: IncomingHttpHeaders, host: ConnectionHost) {
    this.#socket = socket;
    this.#headers = headers;
    this.#host = host;
    socket.on('message', (data, isBinary) => this.#received({ data, isBinary }));
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.on('error', (error) => this.#logger.warn(`the connection failed: ${error.message}`));
    socket.once('close', () => this.#closed());
    this.#ping = setInterval(() => this.#checkAlive(), PING_INTERVAL_MS);
    this.#greeting = setTimeout(() => this.#notGreeted(), HELLO_TIMEOUT_MS);
  }

  get gatewayId(): string {
    return this.#gateway?.id ?? 'unknown';
  }

  get gatewayName(): string | null {
    return this.#gateway?.name ?? null;
  }

  /** Whose data it stores; null before it has been let in. */
  get wearer(): Wearer | null {
    return this.#wearer;
  }

  /** Its token may have been revoked since it came. */
  async checkAccess(): Promise<void> {
    if (this.#wearer === null) return;
    // A database that is away says nothing about the token.
    const wearer = await this.#host.wearerOf(this.#headers).catch(() => this.#wearer);
    if (wearer?.id !== this.#wearer.id) this.#refuseToken();
  }

  acknowledge(next: Readonly<Record<string, number>>): void {
    this.#send({ type: 'ack', next });
  }

  reject(streamId: string, sequence: number, fault: Fault): void {
    this.#logger.warn(`record ${sequence} of stream ${streamId} refused: ${fault.field}`);
    this.#send({ type: 'reject', streamId, sequence, ...fault });
  }

  refuse(reason: string, remedy: string, code: number = CLOSE_POLICY): void {
    if (this.#ending) return;
    this.#logger.warn(`connection of gateway ${this.gatewayId} refused: ${reason}`);
    this.#send({ type: 'refused', reason, remedy });
    this.#end(code);
  }

  /** Takes in nothing more. What it has taken in is acknowledged until {@link close}. */
  async quiesce(): Promise<void> {
    this.#waiting.length = 0;
    this.#socket.pause();
    await this.#working;
  }

  close(): void {
    this.#end(CLOSE_GOING_AWAY);
  }

  #received(message: Message): void {
    if (this.#ending) return;
    this.#waiting.push(message);
    if (this.#waiting.length >= MAX_WAITING_MESSAGES) this.#socket.pause();
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    let turnEndsMs = Date.now() + MAX_TURN_MS;
    for (let message = this.#waiting.shift(); message !== undefined; message = this.#waiting.shift()) {
      await this.#handleSafely(message);
      if (this.#waiting.length < MAX_WAITING_MESSAGES && this.#socket.isPaused) this.#socket.resume();
      if (Date.now() < turnEndsMs) continue;
      await new Promise(setImmediate);
      turnEndsMs = Date.now() + MAX_TURN_MS;
    }
  }

  async #handleSafely(message: Message): Promise<void> {
    try {
      if (message.isBinary) await this.#records(toBytes(message.data));
      else await this.#text(toBytes(message.data));
    } catch (error) {
      this.#waiting.length = 0;
      if (error instanceof DatabaseUnavailable) {
        this.refuse('The database is away.', 'Keep the records and try again.', CLOSE_TRY_LATER);
      } else {
        this.#logger.error(error);
        this.refuse(
          'The API met an error of its own.',
          'Connect again; if it stays, look into the log of the API.',
        );
      }
    }
  }

  async #text(bytes: Uint8Array): Promise<void> {
    const parsed = gatewayMessageSchema.safeParse(parseJson(bytes));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.') || 'message';
      return this.refuse(
        `A message could not be read: ${where}: ${issue?.message ?? ''}`.slice(0, MAX_ISSUE),
        `Speak version ${INGEST_PROTOCOL} of the ingest protocol: update the older of gateway and API.`,
      );
    }
    if (parsed.data.type === 'hello') return this.#hello(parsed.data);
    if (this.#gateway === null) return this.#notGreeted();
    this.#gateway.status = parsed.data;
    this.#host.changed(this.#gateway);
  }

  async #hello(hello: Hello): Promise<void> {
    if (this.#gateway !== null) return this.refuse('A second hello came.', 'Say hello once a connection.');
    clearTimeout(this.#greeting);
    const wearer = await this.#host.wearerOf(this.#headers);
    if (wearer === null) return this.#refuseToken();
    const next = await this.#host.ingest.welcome(hello, wearer);
    if (this.#ending) return;
    this.#wearer = wearer;
    this.#gateway = this.#host.arrived(this, hello, wearer);
    this.#send({ type: 'welcome', protocol: INGEST_PROTOCOL, next });
  }

  #refuseToken(): void {
    this.refuse(
      'This gateway showed no token, or one that is not valid any more.',
      'Make a token for a gateway on the page Privacy, and put it into the file `token` in the data folder of the gateway.',
    );
  }

  async #records(bytes: Uint8Array): Promise<void> {
    if (this.#gateway === null) return this.#notGreeted();
    await this.#host.ingest.room();
    const nowMs = Date.now();
    for (const frame of this.#frames(bytes)) {
      if (this.#ending) return;
      await this.#host.ingest.accept(frame, this, nowMs);
    }
  }

  /** A message that is cut off ends the connection; what came before the cut counts. */
  *#frames(bytes: Uint8Array): Generator<IncomingRecord> {
    let parts: Uint8Array[];
    try {
      parts = splitMessage(bytes);
    } catch (error) {
      return this.refuse(`A message is cut off: ${(error as Error).message}.`, 'Send it again whole.');
    }
    for (const part of parts) {
      const frame = this.#frame(part);
      if (frame !== null) yield frame;
    }
  }

  #frame(part: Uint8Array): IncomingRecord | null {
    try {
      return decodeFrame(part);
    } catch (error) {
      const address = frameAddress(part);
      if (address === null)
        this.refuse(`A frame cannot be read: ${(error as Error).message}.`, 'Send whole frames.');
      // An unknown kind: the stream refuses it by number and goes on after it.
      return address && { ...address, kind: null, body: part.subarray(part.length) };
    }
  }

  #notGreeted(): void {
    this.refuse('The connection did not begin with hello.', 'Say hello first.');
  }

  #checkAlive(): void {
    if (this.#answered) this.#socket.ping();
    else this.#socket.terminate();
    this.#answered = false;
  }

  #send(reply: IngestReply): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(reply));
  }

  #end(code: number): void {
    this.#ending = true;
    this.#waiting.length = 0;
    // A paused socket would not see the peer's answer to the closing handshake.
    this.#socket.resume();
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS).unref();
  }

  #closed(): void {
    this.#ending = true;
    this.#waiting.length = 0;
    clearInterval(this.#ping);
    clearTimeout(this.#greeting);
    this.#host.left(this, this.#gateway);
  }
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
