import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeFrame,
  encodeFrame,
  type Gap,
  RECORD_KIND,
  type RecordFrame,
  type StreamClose,
  type StreamOpen,
} from '@plumbline/contract';
import { extentOf, jsonBody, parseBody } from './body.ts';
import { ENTRY, scanSegment } from './segment.ts';
import type { StreamTable } from './stream-table.ts';

/** Records `from` to `to` (inclusive) of a stream that the outbox no longer has. Sent as one gap. */
export interface Drop {
  readonly streamId: string;
  readonly from: number;
  readonly to: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly missing: number;
  readonly exact: boolean;
  /** Kept when record 0 was among them, and the closing record when it was. */
  readonly open: StreamOpen | null;
  readonly close: StreamClose | null;
}

const FILE = 'dropped.json';

/** What was dropped and not yet told to the API, kept in a small file of its own. */
export class DropList {
  readonly #path: string;
  #drops: Drop[];
  /** A full disk refused the last change. */
  #unsaved = false;

  constructor(directory: string) {
    this.#path = join(directory, FILE);
    this.#drops = readDrops(this.#path);
  }

  get all(): readonly Drop[] {
    return this.#drops;
  }

  add(drops: readonly Drop[]): void {
    if (drops.length === 0) return;
    for (const drop of drops) this.#merge(drop);
    this.#store();
  }

  forget(told: (drop: Drop) => boolean): void {
    const left = this.#drops.filter((drop) => !told(drop));
    if (left.length === this.#drops.length) return;
    this.#drops = left;
    this.#store();
  }

  /** Stores what a full disk refused earlier. */
  retry(): void {
    if (this.#unsaved) this.#store();
  }

  /** What would be lost with a segment: its unacknowledged records, by stream. */
  of(segment: Buffer, streams: StreamTable): Drop[] {
    const lost = new Map<string, Drop>();
    for (const entry of scanSegment(segment).entries) {
      if (entry.type !== ENTRY.frame) continue;
      const frame = decodeFrame(entry.payload);
      const stream = streams.get(frame.streamId);
      if (stream === undefined || frame.sequence < stream.acked) continue;
      lost.set(frame.streamId, extend(lost.get(frame.streamId), frame, stream.open));
    }
    return [...lost.values()];
  }

  #merge(drop: Drop): void {
    const before = this.#drops.findIndex((d) => d.streamId === drop.streamId && d.to === drop.from - 1);
    if (before < 0) this.#drops.push(drop);
    else this.#drops[before] = joined(this.#drops[before]!, drop);
  }

  /** In memory at least: a crash before there is room again costs the exact count, recovery sees the hole. */
  #store(): void {
    try {
      writeFileSync(`${this.#path}.new`, JSON.stringify(this.#drops), { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
      this.#unsaved = false;
    } catch {
      this.#unsaved = true;
    }
  }
}

/** The frames that stand for a drop: the open record if it was lost, one gap, the close record if it was lost. */
export function framesOf(drop: Drop): RecordFrame[] {
  const { streamId, from, to, startUs, endUs, missing, exact, open, close } = drop;
  const frame = (sequence: number, kind: RecordFrame['kind'], body: unknown): RecordFrame => ({
    streamId,
    sequence,
    kind,
    body: jsonBody(body),
  });
  const first = open === null ? from : from + 1;
  const last = close === null ? to : to - 1;
  const gap: Gap = { startUs, endUs, missing, exact, cause: 'outbox', firstSequence: first };
  return [
    ...(open === null ? [] : [frame(from, RECORD_KIND.open, open)]),
    ...(first <= last ? [frame(last, RECORD_KIND.gap, gap)] : []),
    ...(close === null ? [] : [frame(to, RECORD_KIND.close, close)]),
  ];
}

export function encodedFramesOf(drop: Drop): { sequence: number; bytes: Uint8Array }[] {
  return framesOf(drop).map((frame) => ({ sequence: frame.sequence, bytes: encodeFrame(frame) }));
}

function readDrops(path: string): Drop[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Drop[];
  } catch {
    return [];
  }
}

function extend(drop: Drop | undefined, frame: RecordFrame, open: StreamOpen | null): Drop {
  const { streamId, sequence, kind } = frame;
  const extent = extentOf(frame, open);
  const one: Drop = {
    streamId,
    from: sequence,
    to: sequence,
    startUs: extent?.startUs ?? Number.POSITIVE_INFINITY,
    endUs: extent?.endUs ?? 0,
    missing: extent?.samples ?? 0,
    exact: true,
    open: kind === RECORD_KIND.open ? parseBody<StreamOpen>(frame.body) : null,
    close: kind === RECORD_KIND.close ? parseBody<StreamClose>(frame.body) : null,
  };
  return drop === undefined ? one : joined(drop, one);
}

function joined(a: Drop, b: Drop): Drop {
  return {
    ...a,
    to: b.to,
    startUs: Math.min(a.startUs, b.startUs),
    endUs: Math.max(a.endUs, b.endUs),
    missing: a.missing + b.missing,
    exact: a.exact && b.exact,
    open: a.open ?? b.open,
    close: b.close,
  };
}
