import type { Duplex } from 'node:stream';
import { H4, H4Framer } from '../h4.ts';
import {
  ACL_HANDLE_MASK,
  ADVERTISING,
  EVENT,
  LE_EVENT,
  ROLE,
  SCAN_RESPONSE_REPORT,
  STATUS_CODE,
} from '../hci.ts';
import { ADDRESS_BYTES, formatAddress } from './address.ts';
import { Advertiser } from './advertiser.ts';
import type { ConnectionParameters, Link, LinkEnd } from './link.ts';
import type { RadioOptions } from './options.ts';
import { Scanner } from './scanner.ts';

/** A connect that waits until its peer advertises. */
export interface PendingConnection extends ConnectionParameters {
  readonly peerAddress: Buffer;
  readonly peerIsRandom: boolean;
}

/** What is around a controller. */
export interface Air {
  readonly options: RadioOptions;
  readonly controllers: Iterable<Controller>;
  /** Makes a link and tells both ends. */
  connect(central: Controller, peripheral: Controller, parameters: ConnectionParameters): Link;
}

/** Carries out and answers a command of the host. */
export type CommandRunner = (controller: Controller, opcode: number, parameters: Buffer) => void;

const DEFAULT_RSSI_DBM = -60;
const ONE_COMMAND_ALLOWED = 1;
const ACL_LINK = 0x01;

/** One LE controller: commands and data of its host in, events and data of the air out. */
export class Controller implements LinkEnd {
  /** False while it fades: it neither hears nor is heard. */
  inRange = true;
  /** How others hear it. */
  rssiDbm = DEFAULT_RSSI_DBM;
  publicAddress: Buffer;
  randomAddress: Buffer = Buffer.alloc(ADDRESS_BYTES);
  pending: PendingConnection | null = null;
  readonly air: Air;
  readonly links = new Map<number, Link>();
  readonly advertiser: Advertiser;
  readonly scanner = new Scanner();
  readonly #stream: Duplex;
  readonly #run: CommandRunner;
  readonly #framer = new H4Framer([H4.command, H4.acl]);

  constructor(air: Air, stream: Duplex, address: Buffer, run: CommandRunner) {
    this.air = air;
    this.#run = run;
    this.#stream = stream;
    this.publicAddress = address;
    this.advertiser = new Advertiser(air.options, () => this.#advertise());
    stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    // A stream that breaks closes next, which is what counts.
    stream.on('error', () => {});
  }

  get usesRandomAddress(): boolean {
    return this.advertiser.parameters.usesRandomAddress;
  }

  get airBytes(): Buffer {
    return this.usesRandomAddress ? this.randomAddress : this.publicAddress;
  }

  /** As others see it. */
  get airAddress(): string {
    return formatAddress(this.airBytes);
  }

  handles(): Iterable<number> {
    return this.links.keys();
  }

  /** HCI_Reset: the host is not told of the links it loses. */
  powerOff(): void {
    this.advertiser.reset();
    this.scanner.reset();
    this.pending = null;
    for (const link of [...this.links.values()]) link.lose(this);
  }

  unplug(): void {
    this.#stream.destroy();
  }

  write(packet: Buffer): void {
    if (!this.#stream.destroyed) this.#stream.write(packet);
  }

  reply(opcode: number, status: number, values: Buffer = Buffer.alloc(0)): void {
    const head = Buffer.of(ONE_COMMAND_ALLOWED, opcode & 0xff, opcode >> 8, status);
    this.#event(EVENT.commandComplete, Buffer.concat([head, values]));
  }

  replyStatus(opcode: number, status: number): void {
    this.#event(EVENT.commandStatus, Buffer.of(status, ONE_COMMAND_ALLOWED, opcode & 0xff, opcode >> 8));
  }

  reportMeta(subevent: number, body: Buffer): void {
    this.#event(EVENT.leMeta, Buffer.concat([Buffer.of(subevent), body]));
  }

  reportConnection(link: Link, role: number): void {
    const peer = link.other(this);
    const isCentral = role === ROLE.central;
    this.#connectionComplete(STATUS_CODE.success, link.handle, role, {
      ...link.parameters,
      peerAddress: isCentral ? peer.airBytes : peer.publicAddress,
      peerIsRandom: isCentral && peer.usesRandomAddress,
    });
  }

  reportConnectionFailure(status: number, pending: PendingConnection): void {
    this.#connectionComplete(status, 0, ROLE.central, pending);
  }

  reportConnectionUpdate(link: Link): void {
    const body = Buffer.alloc(9);
    body.writeUInt16LE(link.handle, 1);
    writeParameters(body, 3, link.parameters);
    this.reportMeta(LE_EVENT.connectionUpdateComplete, body);
  }

  reportDisconnection(handle: number, reason: number): void {
    this.#event(EVENT.disconnectionComplete, Buffer.of(0, handle & 0xff, handle >> 8, reason));
  }

  reportCompleted(link: Link, packets: number): void {
    const body = Buffer.of(1, link.handle & 0xff, link.handle >> 8, packets, 0);
    this.#event(EVENT.numberOfCompletedPackets, body);
  }

  #connectionComplete(status: number, handle: number, role: number, pending: PendingConnection): void {
    const body = Buffer.alloc(18);
    body[0] = status;
    body.writeUInt16LE(handle, 1);
    body[3] = role;
    body[4] = pending.peerIsRandom ? 1 : 0;
    pending.peerAddress.copy(body, 5);
    writeParameters(body, 11, pending);
    this.reportMeta(LE_EVENT.connectionComplete, body);
  }

  #event(code: number, body: Buffer): void {
    this.write(Buffer.concat([Buffer.of(H4.event, code, body.length), body]));
  }

  /** Garbage costs the one who sent it the stream, and nobody else anything. */
  #receive(bytes: Buffer): void {
    try {
      for (const packet of this.#framer.push(bytes)) {
        if (packet[0] === H4.command) this.#run(this, packet.readUInt16LE(1), packet.subarray(4));
        else this.#sendData(packet);
      }
    } catch (error) {
      this.#stream.destroy(error as Error);
    }
  }

  #sendData(packet: Buffer): void {
    const link = this.links.get(packet.readUInt16LE(1) & ACL_HANDLE_MASK);
    if (!link) return;
    if (this.#buffered() < this.air.options.leBuffers) link.send(this, packet);
    else this.#event(EVENT.dataBufferOverflow, Buffer.of(ACL_LINK));
  }

  #buffered(): number {
    let packets = 0;
    for (const link of this.links.values()) packets += link.waiting(this);
    return packets;
  }

  #advertise(): void {
    if (!this.inRange) return;
    for (const listener of this.air.controllers) {
      if (listener === this || !listener.inRange) continue;
      const { pending } = listener;
      if (pending && this.#isWanted(pending)) {
        listener.pending = null;
        this.advertiser.stop();
        this.air.connect(listener, this, pending);
        return;
      }
      if (listener.scanner.hears(this)) listener.#reportAdvertising(this);
    }
  }

  #isWanted(pending: PendingConnection): boolean {
    return this.advertiser.parameters.type === ADVERTISING.connectable && isPeer(pending, this);
  }

  #reportAdvertising(from: Controller): void {
    const { parameters, data, scanResponse } = from.advertiser;
    this.#advertisingReport(from, parameters.type, data);
    const answers = parameters.type === ADVERTISING.connectable || parameters.type === ADVERTISING.scannable;
    if (this.scanner.active && answers) this.#advertisingReport(from, SCAN_RESPONSE_REPORT, scanResponse);
  }

  #advertisingReport(from: Controller, type: number, data: Buffer): void {
    const head = Buffer.of(1, type, from.usesRandomAddress ? 1 : 0);
    const tail = Buffer.of(from.rssiDbm & 0xff);
    const body = Buffer.concat([head, from.airBytes, Buffer.of(data.length), data, tail]);
    this.reportMeta(LE_EVENT.advertisingReport, body);
  }
}

function writeParameters(body: Buffer, at: number, parameters: ConnectionParameters): void {
  body.writeUInt16LE(parameters.interval, at);
  body.writeUInt16LE(parameters.latency, at + 2);
  body.writeUInt16LE(parameters.supervisionTimeout, at + 4);
}

/** Whether that is whom a pending connection waits for. */
export function isPeer({ peerAddress, peerIsRandom }: PendingConnection, end: LinkEnd): boolean {
  return peerIsRandom === end.usesRandomAddress && peerAddress.equals(end.airBytes);
}
