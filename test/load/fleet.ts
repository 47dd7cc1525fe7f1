import { once } from 'node:events';
import { encodeFrame, encodeMessage, INGEST_PROTOCOL, RECORD_KIND } from '@plumbline/contract';
import { WebSocket } from 'ws';
import type { LoadWearer } from './people.ts';
import { openBody, RATE_HZ, type Signal } from './signal.ts';

/** Wearers of one group send at the same moment; the groups follow each other within the interval. */
const GROUPS = 25;
/** So that the API is asked for tokens by a crowd and not by a wall. */
const CONNECTING_AT_ONCE = 50;

interface Gateway {
  readonly wearer: LoadWearer;
  readonly socket: WebSocket;
  acknowledged: number;
}

interface Reply {
  readonly type: string;
  readonly next?: Readonly<Record<string, number>>;
  readonly reason?: string;
}

/** One gateway a wearer, each with a connection of its own, all in this process. */
export class Fleet {
  readonly #signal: Signal;
  readonly #everyMs: number;
  readonly #groups: Gateway[][] = Array.from({ length: GROUPS }, () => []);
  #sent = 0;
  #record = 0;
  #latestMs = 0;
  #failure: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  private constructor(signal: Signal, everyMs: number) {
    this.#signal = signal;
    this.#everyMs = everyMs;
  }

  static async open(
    apiUrl: string,
    wearers: readonly LoadWearer[],
    signal: Signal,
    everyMs: number,
  ): Promise<Fleet> {
    const fleet = new Fleet(signal, everyMs);
    for (let i = 0; i < wearers.length; i += CONNECTING_AT_ONCE) {
      const some = wearers.slice(i, i + CONNECTING_AT_ONCE);
      await Promise.all(some.map((wearer, k) => fleet.#connect(apiUrl, wearer, i + k)));
    }
    return fleet;
  }

  get samplesSent(): number {
    return this.#sent;
  }

  /** The most that a record was sent after its time: then this process is what breaks. */
  get latestMs(): number {
    return this.#latestMs;
  }

  /** Why a connection ended; null: all stand. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Seconds of samples sent and not acknowledged, of the wearer with most. */
  get unacknowledgedS(): number {
    const behind = this.#all().map(({ acknowledged }) => this.#record - acknowledged);
    return (Math.max(0, ...behind) * this.#everyMs) / 1000;
  }

  get unsentBytes(): number {
    return this.#all().reduce((sum, { socket }) => sum + socket.bufferedAmount, 0);
  }

  start(): void {
    const stepMs = this.#everyMs / GROUPS;
    const startMs = Date.now();
    let step = 0;
    this.#timer = setInterval(() => {
      for (; startMs + step * stepMs <= Date.now(); step++) this.#send(step, startMs + step * stepMs);
    }, stepMs);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(
      this.#all().map(async ({ socket }) => {
        if (socket.readyState === WebSocket.CLOSED) return;
        socket.close();
        await once(socket, 'close');
      }),
    );
  }

  #all(): Gateway[] {
    return this.#groups.flat();
  }

  #send(step: number, dueMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, Date.now() - dueMs);
    const record = Math.floor(step / GROUPS);
    const n = (this.#everyMs * RATE_HZ) / 1000;
    const firstUs = Math.round(dueMs * 1000) - n * (1e6 / RATE_HZ);
    const body = this.#signal.record(record * n, n, firstUs);
    for (const { socket, wearer } of this.#groups[step % GROUPS]!) {
      const { streamId } = wearer;
      const frame = encodeFrame({ streamId, sequence: record + 1, kind: RECORD_KIND.samples, body });
      socket.send(encodeMessage([frame]));
      this.#sent += n;
    }
    this.#record = record + 1;
  }

  async #connect(apiUrl: string, wearer: LoadWearer, index: number): Promise<void> {
    const headers = { authorization: `Bearer ${wearer.gatewayToken}` };
    const socket = new WebSocket(`${apiUrl.replace('http', 'ws')}/v1/ingest`, { headers });
    const gateway: Gateway = { wearer, socket, acknowledged: 0 };
    await once(socket, 'open');
    const opened = new Promise<void>((resolve) => {
      socket.on('message', (data) => this.#heard(gateway, JSON.parse(String(data)) as Reply, resolve));
    });
    const who = { id: crypto.randomUUID(), name: 'load', version: '0' };
    socket.send(
      JSON.stringify({ type: 'hello', protocol: INGEST_PROTOCOL, gateway: who, streams: [wearer.streamId] }),
    );
    const body = openBody(wearer, Date.now() * 1000);
    const { streamId } = wearer;
    socket.send(encodeMessage([encodeFrame({ streamId, sequence: 0, kind: RECORD_KIND.open, body })]));
    await opened;
    this.#groups[index % GROUPS]!.push(gateway);
  }

  #heard(gateway: Gateway, reply: Reply, opened: () => void): void {
    if (reply.type === 'refused' || reply.type === 'reject') this.#failure ??= JSON.stringify(reply);
    if (reply.type !== 'ack') return;
    gateway.acknowledged = (reply.next?.[gateway.wearer.streamId] ?? 1) - 1;
    opened();
  }
}
