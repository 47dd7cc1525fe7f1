import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  type DeviceState,
  decodeBlock,
  decodeFrame,
  type Gap,
  type GatewayStatus,
  gatewayMessageSchema,
  type IngestReply,
  RECORD_KIND,
  type RecordFrame,
  type SampleBlock,
  type SensorStatus,
  type StreamOpen,
  splitMessage,
} from '@plumbline/contract';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseBody } from '../outbox/body.ts';

/** What the API would have stored of one stream. */
export interface StoredStream {
  readonly id: string;
  open: StreamOpen | null;
  next: number;
  readonly tUs: number[];
  readonly gaps: Gap[];
  readonly devices: DeviceState[];
  closed: boolean;
}

/**
 * The other side of the ingest contract for tests: a real websocket server that keeps records in order,
 * refuses holes as the API does, and acknowledges when told to.
 */
export class FakeApi {
  readonly streams = new Map<string, StoredStream>();
  readonly statuses: GatewayStatus[] = [];
  readonly holes: string[] = [];
  duplicates = 0;
  messages = 0;
  autoAck = true;
  /** What is done with a block of samples. */
  keepBlock: (stream: StoredStream, block: SampleBlock) => void = (stream, block) => {
    stream.tUs.push(...block.tUs);
  };
  /** Answers to particular records. */
  rejects: (frame: RecordFrame) => boolean = () => false;
  #server: WebSocketServer | null = null;
  readonly #sockets = new Set<WebSocket>();
  #port = 0;

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/v1/ingest`;
  }

  get samples(): number {
    return [...this.streams.values()].reduce((sum, stream) => sum + stream.tUs.length, 0);
  }

  streamsOf(sensorId: string): StoredStream[] {
    return [...this.streams.values()].filter(({ open }) => open?.sensor.id === sensorId);
  }

  /** The slow facts that came last. */
  lastDevice(sensorId: string): DeviceState | undefined {
    return this.streamsOf(sensorId)
      .flatMap((stream) => stream.devices)
      .at(-1);
  }

  /** What the gateway said last of a sensor. */
  sensorStatus(sensorId: string): SensorStatus | undefined {
    return this.statuses.at(-1)?.sensors.find((sensor) => sensor.sensorId === sensorId);
  }

  /** Listens, on the earlier port after a `stop`. */
  async start(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port, path: '/v1/ingest' });
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Gone from one moment to the next, as after kill -9. What was stored stays. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await new Promise((done) => this.#server?.close(done) ?? done(null));
  }

  acknowledge(): void {
    const next = Object.fromEntries([...this.streams].map(([id, stream]) => [id, stream.next]));
    for (const socket of this.#sockets) this.#reply(socket, { type: 'ack', next });
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
    if (message.type === 'status') this.statuses.push(message);
    if (message.type !== 'hello') return;
    const next = Object.fromEntries(message.streams.map((id) => [id, this.streams.get(id)?.next ?? 0]));
    this.#reply(socket, { type: 'welcome', protocol: 1, next });
  }

  #receive(socket: WebSocket, data: Buffer): void {
    this.messages++;
    for (const bytes of splitMessage(data)) this.#keep(socket, decodeFrame(bytes));
    if (this.autoAck) this.acknowledge();
  }

  #keep(socket: WebSocket, frame: RecordFrame): void {
    const { streamId, sequence } = frame;
    const stream = this.streams.get(streamId) ?? this.#add(streamId);
    if (sequence < stream.next) this.duplicates++;
    else if (sequence > stream.next && firstOf(frame) > stream.next)
      this.holes.push(`${stream.next}<${sequence}`);
    else {
      stream.next = sequence + 1;
      if (this.rejects(frame)) this.#reject(socket, frame);
      else this.#store(stream, frame);
    }
  }

  #add(id: string): StoredStream {
    const stream: StoredStream = { id, open: null, next: 0, tUs: [], gaps: [], devices: [], closed: false };
    this.streams.set(id, stream);
    return stream;
  }

  #store(stream: StoredStream, { kind, body }: RecordFrame): void {
    if (kind === RECORD_KIND.open) stream.open = parseBody<StreamOpen>(body);
    if (kind === RECORD_KIND.gap) stream.gaps.push(parseBody<Gap>(body));
    if (kind === RECORD_KIND.device) stream.devices.push(parseBody<DeviceState>(body));
    if (kind === RECORD_KIND.close) stream.closed = true;
    if (kind !== RECORD_KIND.samples) return;
    const encodings = stream.open!.channels.map((channel) => channel.encoding);
    this.keepBlock(stream, decodeBlock(body, encodings));
  }

  #reject(socket: WebSocket, { streamId, sequence }: RecordFrame): void {
    const why = { field: 'tUs', value: '-1', remedy: 'Set the clock.' };
    this.#reply(socket, { type: 'reject', streamId, sequence, ...why });
  }

  #reply(socket: WebSocket, reply: IngestReply): void {
    socket.send(JSON.stringify(reply));
  }
}

function firstOf(frame: RecordFrame): number {
  if (frame.kind !== RECORD_KIND.gap) return frame.sequence;
  return parseBody<Gap>(frame.body).firstSequence ?? frame.sequence;
}
