import { once } from 'node:events';
import {
  encodeMessage,
  type GatewayStatus,
  INGEST_PROTOCOL,
  type IngestReply,
  ingestReplySchema,
} from '@plumbline/contract';
import { WebSocket } from 'ws';

/** Speaks the ingest protocol as a gateway does, one step at a time. */
export class TestGateway {
  readonly socket: WebSocket;
  readonly replies: IngestReply[] = [];
  /** The highest acknowledgement of each stream. */
  readonly acknowledged = new Map<string, number>();
  #waiters: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.#received(ingestReplySchema.parse(JSON.parse(String(data)))));
    socket.on('error', () => {});
    socket.on('close', () => this.#wake());
  }

  static async connect(apiUrl: string, streams: readonly string[] = [], id?: string): Promise<TestGateway> {
    const gateway = await TestGateway.open(apiUrl);
    gateway.hello(streams, id);
    await gateway.until((reply) => reply.type === 'welcome');
    return gateway;
  }

  static async open(apiUrl: string, headers: Record<string, string> = {}): Promise<TestGateway> {
    const socket = new WebSocket(`${apiUrl.replace('http', 'ws')}/v1/ingest`, { headers });
    const gateway = new TestGateway(socket);
    await once(socket, 'open');
    return gateway;
  }

  hello(streams: readonly string[] = [], id: string = crypto.randomUUID()): void {
    this.text({
      type: 'hello',
      protocol: INGEST_PROTOCOL,
      gateway: { id, name: 'test gateway', version: '0.0.0' },
      streams,
    });
  }

  status(status: Partial<GatewayStatus> = {}): void {
    const empty = {
      sentUs: Date.now() * 1000,
      sensors: [],
      outboxRecords: 0,
      outboxBytes: 0,
      playback: null,
    };
    this.text({ type: 'status', ...empty, ...status });
  }

  text(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  send(...frames: Uint8Array[]): void {
    this.socket.send(encodeMessage(frames));
  }

  get welcome(): Readonly<Record<string, number>> {
    const reply = this.replies.find(({ type }) => type === 'welcome');
    if (reply?.type !== 'welcome') throw new Error('not welcomed yet');
    return reply.next;
  }

  /** Resolves with the first reply that fits, past or future; throws when the connection ends before. */
  async until(fits: (reply: IngestReply) => boolean): Promise<IngestReply> {
    for (;;) {
      const found = this.replies.find(fits);
      if (found !== undefined) return found;
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the connection ended');
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** A whole stream; resolves when it is stored. */
  async store(streamId: string, frames: readonly Uint8Array[]): Promise<void> {
    this.send(...frames);
    await this.acknowledgedUpTo(streamId, frames.length);
  }

  async acknowledgedUpTo(streamId: string, next: number): Promise<void> {
    await this.until(() => (this.acknowledged.get(streamId) ?? 0) >= next);
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed();
  }

  #received(reply: IngestReply): void {
    this.replies.push(reply);
    if (reply.type === 'ack') {
      for (const [id, next] of Object.entries(reply.next)) {
        this.acknowledged.set(id, Math.max(next, this.acknowledged.get(id) ?? 0));
      }
    }
    this.#wake();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
