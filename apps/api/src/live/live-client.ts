import { LIVE_PROTOCOL, type LiveServerMessage, liveClientMessageSchema } from '@plumbline/contract';
import type { WebSocket } from 'ws';
import type { Cursor, LiveRoom, Told } from './live-room.ts';

/** A client with more than this unsent does not get the next update: it gets the latest values when it has caught up. */
export const MAX_UNSENT_BYTES = 64 * 1024;
/** Something is said at least this often, so that both sides know that the link stands. */
export const HEARTBEAT_MS = 5_000;
const SUBSCRIBE_TIMEOUT_MS = 10_000;
const CLOSE_POLICY = 1008;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_TIMEOUT_MS = 2_000;

/** One dashboard that follows a wearer. */
export class LiveClient {
  readonly #socket: WebSocket;
  readonly #timeout: NodeJS.Timeout;
  #cursor: Cursor | null = null;
  #subscribed = false;
  #skipped = 0;
  #lastSentMs = 0;

  /** `onSubscribed`: the first wearer it asks for; later ones are not heard. */
  constructor(socket: WebSocket, onSubscribed: (wearer: string) => void) {
    this.#socket = socket;
    // Errors end in `close`, which is acted on.
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const wearer = this.#understand(String(data));
      if (wearer === null || this.#subscribed) return;
      this.#subscribed = true;
      onSubscribed(wearer);
    });
    this.#timeout = setTimeout(() => this.#notSubscribed(), SUBSCRIBE_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(this.#timeout));
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  join(room: LiveRoom, nowMs: number): void {
    clearTimeout(this.#timeout);
    this.#tell(room.state(nowMs * 1000), nowMs);
  }

  /** Sends what the client does not know. `encode` shares the work between clients that know the same. */
  update(room: LiveRoom, nowMs: number, encode: (cursor: Cursor) => EncodedUpdate | null): void {
    if (this.#cursor === null || this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) {
      this.#skipped++;
      return;
    }
    const encoded = this.#skipped > 0 ? this.#afterSkipping(room, nowMs) : encode(this.#cursor);
    if (encoded !== null) this.#sendText(encoded.text, encoded.cursor, nowMs);
    else if (nowMs - this.#lastSentMs >= HEARTBEAT_MS) this.#heartbeat(nowMs);
  }

  refuse(reason: string, remedy: string): void {
    this.#send({ type: 'error', reason, remedy });
    this.#end(CLOSE_POLICY);
  }

  close(): void {
    this.#end(CLOSE_GOING_AWAY);
  }

  /** The latest values of everything, and how many updates they stand for. */
  #afterSkipping(room: LiveRoom, nowMs: number): EncodedUpdate | null {
    const told = room.since(this.#cursor!, nowMs * 1000);
    if (told === null) return null;
    const { message, cursor } = told;
    const skipped = this.#skipped;
    this.#skipped = 0;
    return { text: JSON.stringify(message.type === 'update' ? { ...message, skipped } : message), cursor };
  }

  #heartbeat(nowMs: number): void {
    this.#tell({ message: { type: 'update', serverUs: nowMs * 1000 }, cursor: this.#cursor! }, nowMs);
  }

  #tell(told: Told, nowMs: number): void {
    this.#sendText(JSON.stringify(told.message), told.cursor, nowMs);
  }

  #sendText(text: string, cursor: Cursor, nowMs: number): void {
    this.#socket.send(text);
    this.#cursor = cursor;
    this.#lastSentMs = nowMs;
  }

  #send(message: LiveServerMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Whom it wants to follow. */
  #understand(text: string): string | null {
    const parsed = liveClientMessageSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data.wearer;
    this.refuse(
      `The message was not understood: ${text.slice(0, 80)}`,
      `Send {"type":"subscribe","protocol":${LIVE_PROTOCOL},"wearer":"me"}; reload the page if it is older than the server.`,
    );
    return null;
  }

  #notSubscribed(): void {
    this.refuse('Nothing was subscribed to.', 'Send a subscribe message after connecting.');
  }

  #end(code: number): void {
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS).unref();
  }
}

export interface EncodedUpdate {
  readonly text: string;
  readonly cursor: Cursor;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
