import { Injectable } from '@nestjs/common';
import type { BoutRevision, PipelineOutput } from '@plumbline/core';

/** What happened to a wearer's data, in the order in which it happened. */
export type WearerEvent =
  | {
      readonly kind: 'output';
      readonly wearerId: number;
      readonly sessionId: number;
      readonly output: PipelineOutput;
    }
  /** Samples arrived; `receivedUs` by this machine's clock. */
  | {
      readonly kind: 'samples';
      readonly wearerId: number;
      readonly lastSampleUs: number;
      readonly receivedUs: number;
    }
  /** Of a recording that is taken in: the day changes, the present does not. */
  | {
      readonly kind: 'revision';
      readonly wearerId: number;
      readonly sessionId: number;
      readonly bouts: BoutRevision;
    }
  /** A session from which no samples come was told anew, or by another process: what is stored of it counts. */
  | { readonly kind: 'stored'; readonly wearerId: number; readonly sessionId: number }
  /** A gateway came, went or said how it is. */
  | { readonly kind: 'gateways'; readonly wearerId: number };

type Listener = (event: WearerEvent) => void;

/** From ingest to whoever follows live, inside this process. */
@Injectable()
export class WearerBus {
  readonly #listeners = new Set<Listener>();

  publish(event: WearerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
