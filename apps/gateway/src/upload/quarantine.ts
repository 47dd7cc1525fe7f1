import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reject } from '@plumbline/contract';

const FILE = 'rejected.ndjson';
/** What is enough to find the fault; further records are counted only. */
const MAX_BYTES = 50e6;

/** Records that the API refused, kept with its reason: one JSON line each, the frame as base64. */
export class Quarantine {
  readonly path: string;
  readonly #directory: string;
  count = 0;
  #bytes = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.path = join(directory, FILE);
  }

  keep(reject: Reject, frame: Uint8Array | undefined): void {
    this.count++;
    if (this.#bytes > MAX_BYTES) return;
    const { type: _, ...why } = reject;
    const line = { ...why, frame: frame === undefined ? null : Buffer.from(frame).toString('base64') };
    const text = `${JSON.stringify(line)}\n`;
    this.#bytes += this.#append(text);
  }

  /** A full disk costs the record that was refused anyway, never the upload. */
  #append(text: string): number {
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      appendFileSync(this.path, text, { mode: 0o600 });
      return text.length;
    } catch {
      return 0;
    }
  }
}
