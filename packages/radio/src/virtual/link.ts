import {
  ACL_BOUNDARY_MASK,
  ACL_FIRST_FLUSHABLE,
  CONNECTION_INTERVAL_UNIT_MS,
  STATUS_CODE,
  SUPERVISION_UNIT_MS,
} from '../hci.ts';
import type { RadioOptions } from './options.ts';

/** As the central asked for them, in HCI units. */
export interface ConnectionParameters {
  /** 1.25 ms. */
  readonly interval: number;
  readonly latency: number;
  /** 10 ms. */
  readonly supervisionTimeout: number;
}

/** What a link, and the other end of it, need of a controller. */
export interface LinkEnd {
  readonly inRange: boolean;
  readonly rssiDbm: number;
  readonly publicAddress: Buffer;
  readonly usesRandomAddress: boolean;
  /** The address that is on the air. */
  readonly airBytes: Buffer;
  readonly links: Map<number, Link>;
  write(packet: Buffer): void;
  reportCompleted(link: Link, packets: number): void;
  reportConnectionUpdate(link: Link): void;
  reportDisconnection(handle: number, reason: number): void;
}

interface Termination {
  readonly by: LinkEnd;
  readonly reason: number;
}

/** Connection events that a busy machine missed are not made up for beyond this. */
const MAX_LATENESS_MS = 1000;
const ACL_FLAGS_AT = 2;

/** One connection. Data crosses at connection events, retransmitted without limit until supervision ends it. */
export class Link {
  readonly handle: number;
  readonly central: LinkEnd;
  readonly peripheral: LinkEnd;
  /** Told once, with the reason. */
  onEnd: (reason: number) => void = () => {};
  readonly #options: RadioOptions;
  readonly #waiting: ReadonlyMap<LinkEnd, Buffer[]>;
  #parameters: ConnectionParameters;
  /** When the next connection event is due. */
  #dueMs: number;
  /** When the last one that both ends heard was due: a machine that stands still is no silence on the air. */
  #heardMs: number;
  #cancelTimer: () => void = () => {};
  #termination: Termination | null = null;
  #ended = false;

  constructor(
    options: RadioOptions,
    handle: number,
    central: LinkEnd,
    peripheral: LinkEnd,
    parameters: ConnectionParameters,
  ) {
    this.#options = options;
    this.handle = handle;
    this.central = central;
    this.peripheral = peripheral;
    this.#parameters = parameters;
    this.#waiting = new Map([
      [central, []],
      [peripheral, []],
    ]);
    this.#dueMs = this.#heardMs = options.clock.nowMs();
    this.#schedule();
  }

  get parameters(): ConnectionParameters {
    return this.#parameters;
  }

  other(end: LinkEnd): LinkEnd {
    return end === this.central ? this.peripheral : this.central;
  }

  /** Packets that `end` wants to send and that have not crossed yet. */
  waiting(end: LinkEnd): number {
    return this.#waiting.get(end)?.length ?? 0;
  }

  /** Takes an ACL packet (H4 with type byte) that the host of `from` handed over. */
  send(from: LinkEnd, packet: Buffer): void {
    this.#waiting.get(from)!.push(asReceived(packet));
    if (!this.#options.paced) this.#exchange();
  }

  update(parameters: ConnectionParameters): void {
    this.#parameters = parameters;
    for (const end of [this.central, this.peripheral]) end.reportConnectionUpdate(this);
  }

  /** The wish travels with the next connection event. */
  close(by: LinkEnd, reason: number): void {
    this.#termination ??= { by, reason };
    if (!this.#options.paced) this.#exchange();
  }

  /** One end has lost its power; the other finds out by supervision. */
  lose(end: LinkEnd): void {
    end.links.delete(this.handle);
    if (!this.other(end).links.has(this.handle)) this.#end(STATUS_CODE.connectionTimeout);
  }

  #schedule(): void {
    const { clock } = this.#options;
    this.#dueMs += this.#parameters.interval * CONNECTION_INTERVAL_UNIT_MS;
    const delayMs = Math.max(0, this.#dueMs - clock.nowMs());
    this.#cancelTimer = clock.after(delayMs, () => this.#connectionEvent());
  }

  #connectionEvent(): void {
    if (!this.#isDisturbed()) this.#exchange();
    if (this.#dueMs - this.#heardMs > this.#parameters.supervisionTimeout * SUPERVISION_UNIT_MS) {
      this.#end(STATUS_CODE.connectionTimeout);
    }
    if (this.#ended) return;
    this.#skipMissed();
    this.#schedule();
  }

  #skipMissed(): void {
    const lateMs = this.#options.clock.nowMs() - this.#dueMs;
    if (lateMs <= MAX_LATENESS_MS) return;
    this.#dueMs += lateMs;
    this.#heardMs += lateMs;
  }

  #isDisturbed(): boolean {
    const { retransmit, random } = this.#options;
    return retransmit > 0 && random() < retransmit;
  }

  #exchange(): void {
    const ends = [this.central, this.peripheral];
    if (this.#ended || !ends.every((end) => end.inRange && end.links.has(this.handle))) return;
    this.#heardMs = this.#dueMs;
    for (const end of ends) this.#deliver(end);
    if (this.#termination) this.#end(this.#termination.reason);
  }

  #deliver(from: LinkEnd): void {
    const queue = this.#waiting.get(from)!;
    const crossing = queue.splice(0, this.#options.leBuffers);
    if (crossing.length === 0) return;
    for (const packet of crossing) this.other(from).write(packet);
    from.reportCompleted(this, crossing.length);
  }

  #end(reason: number): void {
    this.#ended = true;
    this.#cancelTimer();
    const by = this.#termination?.by;
    for (const end of [this.central, this.peripheral]) {
      if (!end.links.delete(this.handle)) continue;
      const initiated = end === by && reason !== STATUS_CODE.connectionTimeout;
      end.reportDisconnection(this.handle, initiated ? STATUS_CODE.localHostTerminated : reason);
    }
    this.onEnd(reason);
  }
}

/** A host sends "first, not flushable"; the other host receives "first, flushable" (Vol 4 Part E 5.4.2). */
function asReceived(packet: Buffer): Buffer {
  const copy = Buffer.from(packet);
  const flags = copy[ACL_FLAGS_AT]!;
  if ((flags & ACL_BOUNDARY_MASK) === 0) copy[ACL_FLAGS_AT] = flags | ACL_FIRST_FLUSHABLE;
  return copy;
}
