import type { RadioOptions } from './options.ts';

export interface AdvertisingParameters {
  readonly intervalMs: number;
  /** Advertising PDU type. */
  readonly type: number;
  readonly usesRandomAddress: boolean;
}

const DEFAULT_PARAMETERS: AdvertisingParameters = { intervalMs: 100, type: 0, usesRandomAddress: false };
/** The first event comes at once, but after the host has heard that advertising is on. */
const FIRST_EVENT_MS = 1;

/** Repeats an advertising event while it is on. */
export class Advertiser {
  readonly #options: RadioOptions;
  readonly #event: () => void;
  #cancelTimer: (() => void) | null = null;
  parameters = DEFAULT_PARAMETERS;
  data: Buffer = Buffer.alloc(0);
  scanResponse: Buffer = Buffer.alloc(0);

  constructor(options: RadioOptions, event: () => void) {
    this.#options = options;
    this.#event = event;
  }

  get on(): boolean {
    return this.#cancelTimer !== null;
  }

  start(): void {
    this.stop();
    this.#schedule(FIRST_EVENT_MS);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  reset(): void {
    this.stop();
    this.parameters = DEFAULT_PARAMETERS;
    this.data = Buffer.alloc(0);
    this.scanResponse = Buffer.alloc(0);
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.#fire());
  }

  #fire(): void {
    const { random, advertisingJitterMs } = this.#options;
    this.#schedule(this.parameters.intervalMs + random() * advertisingJitterMs);
    this.#event();
  }
}
