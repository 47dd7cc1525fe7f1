import { LIVE_PROTOCOL, type LiveClientMessage, type LiveServerMessage } from '@plumbline/contract';
import { backoffMs } from './backoff.ts';
import type { LiveEvent } from './live-model.ts';
import { parseMessage } from './parse-message.ts';

/** The server says something every 5 s; a link that is silent for longer than two of these is made anew. */
export const SILENCE_MS = 12_000;
/** A page in the background lets go of its link after this long. */
export const SUSPEND_AFTER_HIDDEN_MS = 60_000;

const SUBSCRIBE: LiveClientMessage = { type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' };

export interface LiveSocketOptions {
  readonly url: string;
  readonly onEvent: (event: LiveEvent) => void;
  /** The page's clock, milliseconds. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** One link to `/v1/live` that comes back by itself. Whoever receives its events holds the state. */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
  }

  open(): void {
    this.#drop();
    this.#options.onEvent({ type: 'connecting' });
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#expectMessage();
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    // A failed try reports both `error` and `close`: `close` alone is acted on.
    socket.onclose = () => this.#lost(socket);
  }

  close(): void {
    this.#drop();
    clearTimeout(this.#hiddenTimer);
  }

  /** Hidden pages rest after a while; a page that is looked at again connects at once. */
  setHidden(hidden: boolean): void {
    clearTimeout(this.#hiddenTimer);
    if (hidden) this.#hiddenTimer = setTimeout(() => this.#suspend(), SUSPEND_AFTER_HIDDEN_MS);
    else if (this.#socket === null) this.open();
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#options.onEvent({ type: 'opened' });
    socket.send(JSON.stringify(SUBSCRIBE));
  }

  #received(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    this.#expectMessage();
    const parsed = parseMessage(data);
    if (parsed.ok) this.#accept(parsed.message);
    else this.#options.onEvent({ type: 'problem', problem: parsed.problem });
  }

  #accept(message: LiveServerMessage): void {
    // Only a link that really delivers counts as well: a server that refuses is not asked faster and faster.
    if (message.type === 'state') this.#attempt = 0;
    this.#options.onEvent({ type: 'message', message, atMs: this.#options.now() });
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#drop();
    const delayMs = backoffMs(this.#attempt++, this.#options.random());
    this.#options.onEvent({ type: 'lost', retryAtMs: this.#options.now() + delayMs });
    this.#timer = setTimeout(() => this.open(), delayMs);
  }

  #suspend(): void {
    this.#drop();
    this.#options.onEvent({ type: 'suspended' });
  }

  #expectMessage(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), SILENCE_MS);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
