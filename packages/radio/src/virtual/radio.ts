import { EventEmitter } from 'node:events';
import { createServer, type ListenOptions, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { ROLE } from '../hci.ts';
import { parseAddress } from './address.ts';
import { runCommand } from './commands.ts';
import { type Air, Controller } from './controller.ts';
import { type ConnectionParameters, Link } from './link.ts';
import { RADIO_DEFAULTS, type RadioOptions } from './options.ts';

export interface ControllerOptions {
  /** Public address; the next free one without it. */
  readonly address?: string;
  readonly rssiDbm?: number;
}

interface RadioEvents {
  link: [Link];
  /** With the reason, an HCI error code. */
  unlink: [Link, number];
  attached: [Controller];
  gone: [Controller];
}

const FIRST_ADDRESS = 0xc0de_0000_0001;
const FIRST_HANDLE = 0x0040;
/** Vol 4 Part E 5.4.2: connection handles end here. */
const LAST_HANDLE = 0x0eff;

/**
 * A small LE radio: every H4 byte stream that attaches gets a controller of its own, and all controllers hear
 * each other. Repeated advertising, pending connects, connection-interval pacing, supervision timeout, fading,
 * several links, RSSI. Not modelled: encryption, extended advertising, channel selection, bit errors.
 */
export class VirtualRadio extends EventEmitter<RadioEvents> implements Air {
  readonly options: RadioOptions;
  readonly #controllers = new Set<Controller>();
  readonly #servers = new Set<Server>();
  #nextAddress = FIRST_ADDRESS;
  #nextHandle = FIRST_HANDLE;

  constructor(options: Partial<RadioOptions> = {}) {
    super();
    this.options = { ...RADIO_DEFAULTS, ...options };
  }

  get controllers(): ReadonlySet<Controller> {
    return this.#controllers;
  }

  /** A controller for one host; it is gone when the stream closes. */
  attach(stream: Duplex, options: ControllerOptions = {}): Controller {
    const address = options.address ? parseAddress(options.address) : this.#takeAddress();
    const controller = new Controller(this, stream, address, runCommand);
    controller.rssiDbm = options.rssiDbm ?? controller.rssiDbm;
    this.#controllers.add(controller);
    stream.once('close', () => this.#leave(controller));
    this.emit('attached', controller);
    return controller;
  }

  /** A unix socket path or a TCP port (0 finds one): each connection is a controller. */
  async listen(where: string | ListenOptions, options: ControllerOptions = {}): Promise<Server> {
    const server = createServer((socket) => this.attach(socket.setNoDelay(true), options));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      const target = typeof where === 'string' ? { path: where } : where;
      server.listen(target, resolve);
    });
    this.#servers.add(server);
    return server;
  }

  /** By the address that is on the air. */
  find(address: string): Controller | undefined {
    const wanted = address.toLowerCase();
    return [...this.#controllers].find((controller) => controller.airAddress === wanted);
  }

  /** Takes the air from everyone and stops listening. */
  async close(): Promise<void> {
    for (const controller of [...this.#controllers]) controller.unplug();
    const closing = [...this.#servers].map((server) => new Promise((done) => server.close(done)));
    this.#servers.clear();
    await Promise.all(closing);
  }

  connect(central: Controller, peripheral: Controller, parameters: ConnectionParameters): Link {
    const link = new Link(this.options, this.#takeHandle(), central, peripheral, parameters);
    link.onEnd = (reason) => this.emit('unlink', link, reason);
    for (const end of [central, peripheral]) end.links.set(link.handle, link);
    central.reportConnection(link, ROLE.central);
    peripheral.reportConnection(link, ROLE.peripheral);
    this.emit('link', link);
    return link;
  }

  /** Shared by both ends of a link, so that a trace of the radio reads simply. */
  #takeHandle(): number {
    const inUse = new Set([...this.#controllers].flatMap((controller) => [...controller.handles()]));
    while (inUse.has(this.#nextHandle)) this.#advanceHandle();
    const handle = this.#nextHandle;
    this.#advanceHandle();
    return handle;
  }

  #advanceHandle(): void {
    this.#nextHandle = this.#nextHandle === LAST_HANDLE ? FIRST_HANDLE : this.#nextHandle + 1;
  }

  #takeAddress(): Buffer {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntLE(this.#nextAddress++, 0, 6);
    return bytes;
  }

  #leave(controller: Controller): void {
    controller.powerOff();
    this.#controllers.delete(controller);
    this.emit('gone', controller);
  }
}
