import { createHash } from 'node:crypto';
import type { SampleBlock } from '@plumbline/contract';

/**
 * Fingerprint of a stream's samples: SHA-256 over `t_us,count,count,...\n` per sample in decimal, in order, with
 * the raw counts as they were sent. Any tool can compute it from a file.
 */
export class SampleDigest {
  readonly #hash = createHash('sha256');
  readonly #counts = createHash('sha256');
  #n = 0;

  add(block: SampleBlock): void {
    let text = '';
    let counts = '';
    for (let i = 0; i < block.n; i++) {
      const row = block.channels.map((column) => column[i]!).join(',');
      counts += `${row}\n`;
      text += `${block.tUs[i]!},${row}\n`;
    }
    this.#hash.update(text);
    this.#counts.update(counts);
    this.#n += block.n;
  }

  finish(): { samples: number; sha256: string; countsSha256: string } {
    return { samples: this.#n, sha256: this.#hash.digest('hex'), countsSha256: this.#counts.digest('hex') };
  }
}
