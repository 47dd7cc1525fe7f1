import { EventEmitter } from 'node:events';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { H4, H4Framer } from '../h4.ts';
import { ACL_HANDLE_MASK, EVENT, OPCODE } from '../hci.ts';

/** What a driver is bound with: `bindParams` of noble's and bleno's `withBindings('hci', ...)`. */
export interface NetBindParams {
  readonly net: NetConnectOpts;
  /** Told how many data packets are on their way to the other side, whenever that changes. */
  readonly onInFlight?: (packets: number) => void;
}

interface HciSocketEvents {
  data: [Buffer];
  state: [boolean];
  error: [Error];
}

const RESET = Buffer.of(H4.command, OPCODE.reset & 0xff, OPCODE.reset >> 8, 0);
/** A controller that is not there yet is looked for again: an adapter may be plugged in later. */
const RETRY_MS = 250;
const OPCODE_AT = 4;
const HANDLE_AT = 4;
const PACKETS_AT = 6;

/**
 * A driver for `@stoprocent/bluetooth-hci-socket`: H4 over a unix socket or TCP. The answer to the first
 * HCI_Reset means "adapter up". The shape is that of the drivers of that package.
 */
export class NetHciSocket extends EventEmitter<HciSocketEvents> {
  #params: NetBindParams | null = null;
  #socket: Socket | null = null;
  #framer = new H4Framer([H4.event, H4.acl]);
  #up = false;
  #retry: NodeJS.Timeout | undefined;
  readonly #inFlight = new Map<number, number>();

  setFilter(_filter: Buffer): void {}

  getDeviceList(): Promise<never[]> {
    return Promise.resolve([]);
  }

  bindRaw(deviceId: number, params: NetBindParams): number {
    this.#params = params;
    return deviceId;
  }

  bindUser(deviceId: number, params: NetBindParams): number {
    return this.bindRaw(deviceId, params);
  }

  /** bleno opens a management socket per connection; there is nothing to manage. */
  bindControl(): number {
    return 0;
  }

  isDevUp(): boolean {
    return this.#up;
  }

  /** noble calls it again once the device is up: one connection is one controller. */
  start(): void {
    clearTimeout(this.#retry);
    if (!this.#params || this.#socket) return;
    const socket = connect(this.#params.net);
    this.#socket = socket;
    this.#framer = new H4Framer([H4.event, H4.acl]);
    socket.once('connect', () => socket.write(RESET));
    socket.on('data', (bytes: Buffer) => this.#receive(socket, bytes));
    socket.on('error', (error) => this.#report(error));
    socket.on('close', () => this.#closed(socket));
  }

  /** Flushes first, or the last Disconnect would be lost. */
  stop(): void {
    const socket = this.#socket;
    clearTimeout(this.#retry);
    this.#socket = null;
    this.#up = false;
    socket?.destroySoon();
  }

  reset(): void {
    this.write(RESET);
  }

  write(packet: Buffer): void {
    if (!this.#up || !this.#socket) return;
    this.#socket.write(packet);
    if (packet[0] === H4.acl) this.#count(packet.readUInt16LE(1) & ACL_HANDLE_MASK, 1);
  }

  #receive(socket: Socket, bytes: Buffer): void {
    try {
      for (const packet of this.#framer.push(bytes)) this.#packet(packet);
    } catch (error) {
      socket.destroy(error as Error);
    }
  }

  #packet(packet: Buffer): void {
    if (!this.#up) {
      this.#awaitReset(packet);
      return;
    }
    if (packet[0] === H4.event) this.#follow(packet);
    this.emit('data', packet);
    if (packet[0] === H4.event) this.#tellInFlight(packet[1]!);
  }

  #awaitReset(packet: Buffer): void {
    const isReply = packet[0] === H4.event && packet[1] === EVENT.commandComplete;
    if (!isReply || packet.readUInt16LE(OPCODE_AT) !== OPCODE.reset) return;
    this.#up = true;
    this.emit('state', true);
  }

  /** Keeps count of the data packets that the controller holds. */
  #follow(packet: Buffer): void {
    if (packet[1] === EVENT.disconnectionComplete) this.#inFlight.delete(packet.readUInt16LE(HANDLE_AT));
    if (packet[1] !== EVENT.numberOfCompletedPackets) return;
    for (let i = 0; i < packet[3]!; i++) {
      this.#count(packet.readUInt16LE(HANDLE_AT + 4 * i), -packet.readUInt16LE(PACKETS_AT + 4 * i));
    }
  }

  #count(handle: number, change: number): void {
    this.#inFlight.set(handle, Math.max(0, (this.#inFlight.get(handle) ?? 0) + change));
    if (change > 0) this.#params?.onInFlight?.(this.#total());
  }

  /** After the host has seen the event, and has sent what it held back. */
  #tellInFlight(event: number): void {
    if (event !== EVENT.disconnectionComplete && event !== EVENT.numberOfCompletedPackets) return;
    this.#params?.onInFlight?.(this.#total());
  }

  #total(): number {
    let packets = 0;
    for (const count of this.#inFlight.values()) packets += count;
    return packets;
  }

  #report(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  #closed(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#inFlight.clear();
    if (!this.#up) {
      this.#retry = setTimeout(() => this.start(), RETRY_MS).unref();
      return;
    }
    this.#up = false;
    this.emit('state', false);
  }
}
