import { encodeFrame, encodeMessage, INGEST_PROTOCOL, RECORD_KIND } from '@plumbline/contract';
import { WebSocket } from 'ws';
import type { LoadWearer } from './people.ts';
import { openBody } from './signal.ts';

/** As an outbox does: what is sent and not acknowledged is bounded. */
const MAX_UNACKNOWLEDGED = 2_000;
const RETRY_MS = 500;
/** So that the API is not met by all of them at the same moment. */
const RETRY_SPREAD_MS = 1_000;

interface Reply {
  readonly type: string;
  readonly next?: Readonly<Record<string, number>>;
}

/** One wearer's gateway. It remembers nothing but numbers: every record can be made again. */
export class LoadGateway {
  readonly #url: string;
  readonly #wearer: LoadWearer;
  readonly #bodyOf: (record: number) => Uint8Array;
  readonly #who = { id: crypto.randomUUID(), name: 'load', version: '0' };
  readonly #opened = Promise.withResolvers<void>();
  #socket: WebSocket | null = null;
  #welcome = false;
  /** Records that are due, the next to send, and how many are stored; the opening record is number 0. */
  #due = 0;
  #next = 0;
  #stored = 0;
  #refusals = 0;
  #failure: string | null = null;
  #stopped = false;

  /** `bodyOf`: of record `n` from 0. */
  constructor(apiUrl: string, wearer: LoadWearer, bodyOf: (record: number) => Uint8Array) {
    this.#url = `${apiUrl.replace('http', 'ws')}/v1/ingest`;
    this.#wearer = wearer;
    this.#bodyOf = bodyOf;
  }

  /** Resolves once the stream is open. */
  open(): Promise<void> {
    this.#connect();
    return this.#opened.promise;
  }

  /** Records due and not acknowledged. */
  get behind(): number {
    return this.#due - Math.max(0, this.#stored - 1);
  }

  get unsentBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** How often a connection ended, whoever ended it. */
  get refusals(): number {
    return this.#refusals;
  }

  /** A record that was refused for good; null: none. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Records below `due` are to be sent. */
  advance(due: number): void {
    this.#due = due;
    this.#send();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const socket = this.#socket;
    if (socket === null || socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.close();
    await closed;
  }

  #connect(): void {
    if (this.#stopped) return;
    const headers = { authorization: `Bearer ${this.#wearer.gatewayToken}` };
    const socket = new WebSocket(this.#url, { headers });
    this.#socket = socket;
    // What is wrong ends in `close`, which is acted on.
    socket.on('error', () => {});
    socket.on('message', (data) => this.#heard(JSON.parse(String(data)) as Reply));
    socket.once('open', () => this.#greet(socket));
    socket.once('close', () => this.#lost());
  }

  #greet(socket: WebSocket): void {
    const streams = [this.#wearer.streamId];
    socket.send(JSON.stringify({ type: 'hello', protocol: INGEST_PROTOCOL, gateway: this.#who, streams }));
  }

  #lost(): void {
    this.#welcome = false;
    if (this.#stopped) return;
    this.#refusals++;
    setTimeout(() => this.#connect(), RETRY_MS + Math.random() * RETRY_SPREAD_MS);
  }

  #heard(reply: Reply): void {
    const next = reply.next?.[this.#wearer.streamId];
    if (reply.type === 'reject') this.#failure ??= JSON.stringify(reply);
    if (next === undefined) return;
    this.#stored = Math.max(this.#stored, next);
    if (reply.type === 'welcome') {
      this.#next = next;
      this.#welcome = true;
    }
    if (this.#stored > 0) this.#opened.resolve();
    this.#send();
  }

  #send(): void {
    while (this.#welcome && this.#next <= this.#due && this.#next - this.#stored < MAX_UNACKNOWLEDGED) {
      this.#sendOne(this.#next++);
    }
  }

  #sendOne(sequence: number): void {
    const { streamId } = this.#wearer;
    const [kind, body] =
      sequence === 0
        ? ([RECORD_KIND.open, openBody(this.#wearer, Date.now() * 1000)] as const)
        : ([RECORD_KIND.samples, this.#bodyOf(sequence - 1)] as const);
    this.#socket!.send(encodeMessage([encodeFrame({ streamId, sequence, kind, body })]));
  }
}
