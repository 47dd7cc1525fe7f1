import { Injectable } from '@nestjs/common';

type Listener = () => void;

/**
 * A consent was withdrawn, a token revoked, somebody signed out: open connections look again whether they may stay.
 * Inside this process; beside it every connection looks again every few seconds.
 */
@Injectable()
export class AccessChanges {
  readonly #listeners = new Set<Listener>();

  publish(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
