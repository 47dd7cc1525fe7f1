import { once } from 'node:events';
import { LIVE_PROTOCOL } from '@plumbline/contract';
import { WebSocket } from 'ws';
import type { LoadWearer } from './people.ts';

interface Update {
  readonly type: string;
  readonly trace?: { readonly tUs: readonly number[] };
}

/** Pages that follow a wearer each, and how long after a sample was sent they are told of it. */
export class Followers {
  readonly #sockets: WebSocket[] = [];
  #latencyMs: number[] = [];
  #refused: string | null = null;

  static async open(apiUrl: string, wearers: readonly LoadWearer[]): Promise<Followers> {
    const followers = new Followers();
    for (const wearer of wearers) await followers.#follow(apiUrl, wearer);
    return followers;
  }

  /** Why a page was turned away; null: none was. */
  get refused(): string | null {
    return this.#refused;
  }

  /** Since the last call, in ms and in order. */
  takeLatencies(): number[] {
    const taken = this.#latencyMs.sort((a, b) => a - b);
    this.#latencyMs = [];
    return taken;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #follow(apiUrl: string, { personalToken }: LoadWearer): Promise<void> {
    const headers = { authorization: `Bearer ${personalToken}` };
    const socket = new WebSocket(`${apiUrl.replace('http', 'ws')}/v1/live`, { headers });
    this.#sockets.push(socket);
    await once(socket, 'open');
    socket.on('message', (data) => this.#told(JSON.parse(String(data)) as Update));
    socket.send(JSON.stringify({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' }));
  }

  /** The newest sample in the picture carries the time at which it was due to be sent. */
  #told(update: Update): void {
    if (update.type === 'error') this.#refused ??= JSON.stringify(update);
    const newestUs = update.type === 'update' ? update.trace?.tUs.at(-1) : undefined;
    if (newestUs !== undefined) this.#latencyMs.push(Date.now() - newestUs / 1000);
  }
}

export function quantile(ordered: readonly number[], share: number): number | null {
  return ordered.length === 0
    ? null
    : ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))]!;
}
