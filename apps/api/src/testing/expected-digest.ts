import { createHash } from 'node:crypto';
import { type Counts, countsAt, RATE_HZ } from './records.ts';

/** The fingerprint of the first `samples` of the test stream, made from the numbers and not from bytes. */
export function digestOf(
  startUs: number,
  samples: number,
  counts: Counts = countsAt,
): Record<string, unknown> {
  const rows = Array.from({ length: samples }, (_, i) => counts(i).join(','));
  const timed = rows.map((row, i) => `${startUs + (i * 1e6) / RATE_HZ},${row}`);
  return { samples, sha256: sha256(timed), countsSha256: sha256(rows) };
}

function sha256(lines: readonly string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}
