import { Duplex } from 'node:stream';
import { H4, H4Framer } from '../h4.ts';
import { OPCODE } from '../hci.ts';
import type { Controller } from '../virtual/controller.ts';
import type { ControllerOptions, VirtualRadio } from '../virtual/radio.ts';

/** A stream whose bytes arrive within the call that writes them. */
class InMemoryStream extends Duplex {
  readonly #take: (bytes: Buffer) => void;

  constructor(take: (bytes: Buffer) => void) {
    super();
    this.#take = take;
  }

  override _read(): void {}

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    this.#take(bytes);
    done();
  }

  feed(bytes: Buffer): void {
    this.emit('data', bytes);
  }
}

/** A host that speaks raw HCI to one controller and remembers what comes back, as hex. */
export class HciHost {
  readonly controller: Controller;
  readonly stream: Duplex;
  readonly #inMemory: InMemoryStream;
  readonly #received: Buffer[] = [];

  constructor(radio: VirtualRadio, options: ControllerOptions = {}) {
    const framer = new H4Framer([H4.event, H4.acl]);
    this.#inMemory = new InMemoryStream((bytes) => this.#received.push(...framer.push(bytes)));
    this.stream = this.#inMemory;
    this.controller = radio.attach(this.#inMemory, options);
  }

  /** What came since the last call. */
  take(): string[] {
    return this.#received.splice(0).map((packet) => packet.toString('hex'));
  }

  raw(hex: string): void {
    this.#inMemory.feed(Buffer.from(hex, 'hex'));
  }

  command(opcode: number, parameters: Buffer | string = ''): void {
    const body = typeof parameters === 'string' ? Buffer.from(parameters, 'hex') : parameters;
    this.#inMemory.feed(
      Buffer.concat([Buffer.of(H4.command, opcode & 0xff, opcode >> 8, body.length), body]),
    );
  }

  data(handle: number, hex: string): void {
    const body = Buffer.from(hex, 'hex');
    const head = Buffer.of(H4.acl, handle & 0xff, handle >> 8, body.length & 0xff, body.length >> 8);
    this.#inMemory.feed(Buffer.concat([head, body]));
  }

  advertise(): void {
    this.command(OPCODE.leSetAdvertisingEnable, '01');
  }

  scan({ filterDuplicates = false } = {}): void {
    this.command(OPCODE.leSetScanEnable, filterDuplicates ? '0101' : '0100');
  }

  /** 7.5 ms times `interval / 6`, supervision in units of 10 ms. */
  connect(peer: HciHost, { interval = 6, supervisionTimeout = 42 } = {}): void {
    const parameters = Buffer.alloc(25);
    peer.controller.publicAddress.copy(parameters, 6);
    parameters.writeUInt16LE(interval, 13);
    parameters.writeUInt16LE(interval, 15);
    parameters.writeUInt16LE(supervisionTimeout, 19);
    this.command(OPCODE.leCreateConnection, parameters);
  }
}
