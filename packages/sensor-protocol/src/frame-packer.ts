import { concatBytes } from './bytes.ts';
import type { VirtualNotification } from './virtual.ts';

/** Collects frames of a virtual peripheral until a notification is full. */
export class FramePacker {
  readonly #characteristic: string;
  #frames: Uint8Array[] = [];
  #bytes = 0;

  constructor(characteristic: string) {
    this.#characteristic = characteristic;
  }

  /** Adds one frame; sends when `perNotification` are waiting or the next would not fit. */
  add(frame: Uint8Array, maxBytes: number, perNotification: number): readonly VirtualNotification[] {
    const before = this.#bytes + frame.length > maxBytes ? this.drain() : [];
    this.#frames.push(frame);
    this.#bytes += frame.length;
    return this.#frames.length >= perNotification ? [...before, ...this.drain()] : before;
  }

  drain(): readonly VirtualNotification[] {
    if (this.#frames.length === 0) return [];
    const bytes = concatBytes(...this.#frames);
    this.clear();
    return [{ characteristic: this.#characteristic, bytes }];
  }

  clear(): void {
    this.#frames = [];
    this.#bytes = 0;
  }
}
