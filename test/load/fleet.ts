import { setTimeout as sleep } from 'node:timers/promises';
import { LoadGateway } from './load-gateway.ts';
import type { LoadWearer } from './people.ts';
import { RATE_HZ, type Signal } from './signal.ts';

/** Wearers of one group send at the same moment; the groups follow each other within the interval. */
export const GROUPS = 25;
/** So that the API is asked for tokens by a crowd and not by a wall. */
const CONNECTING_AT_ONCE = 50;
const LOOK_MS = 100;
/** Records made again after a failure are the same for a whole group. */
const REMEMBERED_BODIES = 4_096;

/** When a wearer's samples were taken. */
export interface Schedule {
  /** Of each group's first sample, us. */
  readonly firstUs: (group: number) => number;
  readonly records: number;
  readonly samplesPerRecord: number;
}

/** One gateway a wearer, each with a connection of its own, all in this process. */
export class Fleet {
  readonly #signal: Signal;
  readonly #everyMs: number;
  readonly #groups: LoadGateway[][] = Array.from({ length: GROUPS }, () => []);
  readonly #bodies = new Map<number, Uint8Array>();
  #startMs = 0;
  #step = 0;
  #lastStep = Number.POSITIVE_INFINITY;
  #latestMs = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(signal: Signal, everyMs: number) {
    this.#signal = signal;
    this.#everyMs = everyMs;
  }

  /** Wearer `i` belongs to group `i % GROUPS`. */
  static async open(
    apiUrl: string,
    wearers: readonly LoadWearer[],
    signal: Signal,
    everyMs: number,
  ): Promise<Fleet> {
    const fleet = new Fleet(signal, everyMs);
    const gateways = wearers.map((wearer, i) => fleet.#add(apiUrl, wearer, i % GROUPS));
    for (let i = 0; i < gateways.length; i += CONNECTING_AT_ONCE) {
      await Promise.all(gateways.slice(i, i + CONNECTING_AT_ONCE).map((gateway) => gateway.open()));
    }
    return fleet;
  }

  /** The most that a record was sent after its time: then this process is what breaks. */
  get latestMs(): number {
    return this.#latestMs;
  }

  /** A record that was refused; null: none was. */
  get failure(): string | null {
    return this.#all().find((gateway) => gateway.failure !== null)?.failure ?? null;
  }

  /** Connections that ended. */
  get refusals(): number {
    return this.#all().reduce((sum, gateway) => sum + gateway.refusals, 0);
  }

  /** Seconds of samples due and not acknowledged, of the wearer with most. */
  get unacknowledgedS(): number {
    return (Math.max(0, ...this.#all().map(({ behind }) => behind)) * this.#everyMs) / 1000;
  }

  get unsentBytes(): number {
    return this.#all().reduce((sum, { unsentBytes }) => sum + unsentBytes, 0);
  }

  get schedule(): Schedule {
    const stepMs = this.#everyMs / GROUPS;
    return {
      firstUs: (group) => this.#firstUs(this.#startMs + group * stepMs),
      records: Math.floor(this.#step / GROUPS),
      samplesPerRecord: this.#samplesPerRecord,
    };
  }

  start(): void {
    const stepMs = this.#everyMs / GROUPS;
    this.#startMs = Date.now();
    this.#timer = setInterval(() => {
      while (this.#step < this.#lastStep && this.#startMs + this.#step * stepMs <= Date.now())
        this.#advance();
    }, stepMs);
  }

  /** Every wearer gets as many records; resolves when the last one is acknowledged, or to false after the time. */
  async finish(timeoutMs: number): Promise<boolean> {
    this.#lastStep = Math.ceil((this.#step + 1) / GROUPS) * GROUPS;
    const untilMs = Date.now() + timeoutMs;
    while (this.#step < this.#lastStep || this.unacknowledgedS > 0) {
      if (Date.now() > untilMs) return false;
      await sleep(LOOK_MS);
    }
    return true;
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#all().map((gateway) => gateway.stop()));
  }

  get #samplesPerRecord(): number {
    return (this.#everyMs * RATE_HZ) / 1000;
  }

  #all(): LoadGateway[] {
    return this.#groups.flat();
  }

  #add(apiUrl: string, wearer: LoadWearer, group: number): LoadGateway {
    const gateway = new LoadGateway(apiUrl, wearer, (record) => this.#body(record * GROUPS + group));
    this.#groups[group]!.push(gateway);
    return gateway;
  }

  #advance(): void {
    const step = this.#step++;
    const dueMs = this.#startMs + (step * this.#everyMs) / GROUPS;
    this.#latestMs = Math.max(this.#latestMs, Date.now() - dueMs);
    for (const gateway of this.#groups[step % GROUPS]!) gateway.advance(Math.floor(step / GROUPS) + 1);
  }

  /** Samples `[record * n, (record + 1) * n)`; the last of them is due with the step. */
  #body(step: number): Uint8Array {
    const known = this.#bodies.get(step);
    if (known !== undefined) return known;
    const n = this.#samplesPerRecord;
    const record = Math.floor(step / GROUPS);
    const dueMs = this.#startMs + (step * this.#everyMs) / GROUPS;
    const body = this.#signal.record(record * n, n, this.#firstUs(dueMs));
    this.#bodies.set(step, body);
    if (this.#bodies.size > REMEMBERED_BODIES) this.#bodies.delete(this.#bodies.keys().next().value!);
    return body;
  }

  /** Of the first sample of the record that is due at `dueMs`. */
  #firstUs(dueMs: number): number {
    return Math.round(dueMs * 1000) - this.#samplesPerRecord * (1e6 / RATE_HZ);
  }
}
