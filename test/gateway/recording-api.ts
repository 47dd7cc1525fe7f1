import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  decodeBlock,
  decodeFrame,
  type Gap,
  type GatewayStatus,
  gatewayMessageSchema,
  type IngestReply,
  RECORD_KIND,
  type RecordFrame,
  type SensorStatus,
  type StreamOpen,
  splitMessage,
} from '@plumbline/contract';
import { type WebSocket, WebSocketServer } from 'ws';

/** One stream as the API would have it in its database. */
export interface RecordedStream {
  readonly id: string;
  open: StreamOpen | null;
  /** The next record that is expected. */
  next: number;
  readonly gaps: Gap[];
  samples: number;
  closed: boolean;
}

/** Called for every block of samples, in order, once. */
export type BlockHandler = (
  stream: RecordedStream,
  block: { readonly n: number; readonly tUs: Float64Array; readonly channels: readonly Float64Array[] },
) => void;

/**
 * The other side of the ingest contract: keeps records in order and once, notes holes, acknowledges what it
 * has. It can vanish from one moment to the next and come back on the same port with what it had stored.
 */
export class RecordingApi {
  readonly streams = new Map<string, RecordedStream>();
  /** What the gateway said last of each sensor. */
  readonly sensors = new Map<string, SensorStatus>();
  /** Records that came although an earlier one was missing: must stay empty. */
  readonly holes: string[] = [];
  duplicates = 0;
  readonly #onBlock: BlockHandler;
  readonly #sockets = new Set<WebSocket>();
  #server: WebSocketServer | null = null;
  #port = 0;

  constructor(onBlock: BlockHandler = () => {}) {
    this.#onBlock = onBlock;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/v1/ingest`;
  }

  streamsOf(sensorId: string): RecordedStream[] {
    return [...this.streams.values()].filter((stream) => stream.open?.sensor.id === sensorId);
  }

  async start(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port });
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** As after kill -9: no good-bye to anybody. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.terminate();
    if (server !== null) await new Promise<void>((done) => server.close(() => done()));
  }

  #serve(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#receive(socket, data);
      else this.#hear(socket, data.toString('utf8'));
    });
  }

  #hear(socket: WebSocket, text: string): void {
    const message = gatewayMessageSchema.parse(JSON.parse(text));
    if (message.type === 'status') this.#note(message);
    if (message.type !== 'hello') return;
    const next = Object.fromEntries(message.streams.map((id) => [id, this.streams.get(id)?.next ?? 0]));
    reply(socket, { type: 'welcome', protocol: 1, next });
  }

  #note(status: GatewayStatus): void {
    for (const sensor of status.sensors) this.sensors.set(sensor.sensorId, sensor);
  }

  #receive(socket: WebSocket, data: Buffer): void {
    const next: Record<string, number> = {};
    for (const bytes of splitMessage(data)) {
      const stream = this.#keep(decodeFrame(bytes));
      next[stream.id] = stream.next;
    }
    reply(socket, { type: 'ack', next });
  }

  #keep(frame: RecordFrame): RecordedStream {
    const stream = this.#stream(frame.streamId);
    const gap = frame.kind === RECORD_KIND.gap ? json<Gap>(frame.body) : null;
    if (frame.sequence < stream.next) this.duplicates++;
    else if ((gap?.firstSequence ?? frame.sequence) > stream.next)
      this.holes.push(`${stream.id}: ${stream.next} expected, ${frame.sequence} came`);
    else {
      stream.next = frame.sequence + 1;
      this.#store(stream, frame, gap);
    }
    return stream;
  }

  #stream(id: string): RecordedStream {
    const known = this.streams.get(id);
    if (known !== undefined) return known;
    const stream: RecordedStream = { id, open: null, next: 0, gaps: [], samples: 0, closed: false };
    this.streams.set(id, stream);
    return stream;
  }

  #store(stream: RecordedStream, { kind, body }: RecordFrame, gap: Gap | null): void {
    if (gap !== null) stream.gaps.push(gap);
    if (kind === RECORD_KIND.open) stream.open = json<StreamOpen>(body);
    if (kind === RECORD_KIND.close) stream.closed = true;
    if (kind !== RECORD_KIND.samples) return;
    const encodings = stream.open!.channels.map((channel) => channel.encoding);
    const block = decodeBlock(body, encodings);
    stream.samples += block.n;
    this.#onBlock(stream, block);
  }
}

function json<T>(body: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(body)) as T;
}

function reply(socket: WebSocket, message: IngestReply): void {
  socket.send(JSON.stringify(message));
}
