import { readFileSync } from 'node:fs';
import { decodeFrame } from '@plumbline/contract';
import { extentOf } from './body.ts';
import type { Drop } from './drops.ts';
import { ENTRY, type Segment, scanSegment } from './segment.ts';
import type { StreamState } from './stream-table.ts';

/** The oldest record of a stream that the outbox still has, and when it begins. */
export interface FirstHeld {
  readonly sequence: number;
  readonly startUs: number;
}

export function firstHeld(segments: readonly Segment[], stream: StreamState): FirstHeld {
  for (const { path, lastOf } of segments) {
    const found = lastOf.has(stream.id) ? firstIn(path, stream) : null;
    if (found !== null) return found;
  }
  return { sequence: stream.next, startUs: stream.endUs };
}

function firstIn(path: string, stream: StreamState): FirstHeld | null {
  for (const entry of scanSegment(readFileSync(path)).entries) {
    if (entry.type !== ENTRY.frame) continue;
    const frame = decodeFrame(entry.payload);
    if (frame.streamId !== stream.id) continue;
    return { sequence: frame.sequence, startUs: extentOf(frame, stream.open)?.startUs ?? stream.endUs };
  }
  return null;
}

/** What the API stored once and has no more. How many samples that were is estimated from the time. */
export function forgotten(stream: StreamState, from: number, held: FirstHeld): Drop {
  const { id, open, endUs } = stream;
  const startUs = Math.min(open?.openedUs ?? endUs, held.startUs);
  const missing = Math.round(((held.startUs - startUs) * (open?.rateHz ?? 0)) / 1e6);
  return {
    streamId: id,
    from,
    to: held.sequence - 1,
    startUs,
    endUs: held.startUs,
    missing,
    exact: false,
    open: from === 0 ? open : null,
    close: null,
  };
}
