import { once } from 'node:events';
import {
  LIVE_PROTOCOL,
  type LiveServerMessage,
  type LiveState,
  type LiveUpdate,
  liveServerMessageSchema,
} from '@plumbline/contract';
import { WebSocket } from 'ws';

/** Follows live as the dashboard does and keeps what it was told. */
export class TestDashboard {
  readonly socket: WebSocket;
  readonly messages: LiveServerMessage[] = [];
  readonly receivedAtMs: number[] = [];
  #waiters: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.messages.push(liveServerMessageSchema.parse(JSON.parse(String(data))));
      this.receivedAtMs.push(performance.now());
      this.#wake();
    });
    socket.on('close', () => this.#wake());
  }

  static async open(apiUrl: string, headers: Record<string, string> = {}): Promise<TestDashboard> {
    const dashboard = new TestDashboard(
      new WebSocket(`${apiUrl.replace('http', 'ws')}/v1/live`, { headers }),
    );
    await once(dashboard.socket, 'open');
    return dashboard;
  }

  static async join(apiUrl: string): Promise<TestDashboard> {
    const dashboard = await TestDashboard.open(apiUrl);
    dashboard.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' });
    await dashboard.until(({ type }) => type === 'state');
    return dashboard;
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  get state(): LiveState {
    return this.messages.find((message): message is LiveState => message.type === 'state')!;
  }

  get updates(): LiveUpdate[] {
    return this.messages.filter((message): message is LiveUpdate => message.type === 'update');
  }

  /** What is known now of one field: the last word on it. */
  latest<K extends 'connection' | 'posture' | 'mounting' | 'quaternion'>(field: K): LiveState[K] | undefined {
    const told = this.messages.findLast(
      (message) => field in message && message[field as never] !== undefined,
    );
    return (told as LiveState | undefined)?.[field];
  }

  /** The times of every point told since joining. */
  get traceUs(): number[] {
    return this.messages.flatMap((message) => (message.type === 'error' ? [] : (message.trace?.tUs ?? [])));
  }

  async until(fits: (message: LiveServerMessage) => boolean): Promise<LiveServerMessage> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found !== undefined) return found;
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the connection ended');
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
