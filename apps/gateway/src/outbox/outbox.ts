import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeFrame,
  RECORD_KIND,
  type RecordKind,
  type StreamClose,
  type StreamOpen,
} from '@plumbline/contract';
import { jsonBody } from './body.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { type Drop, DropList } from './drops.ts';
import { OutboxFull } from './failure.ts';
import { firstHeld, forgotten } from './forgotten.ts';
import { Recovery } from './recovery.ts';
import { ENTRY, encodeEntry, SEGMENT_MAGIC, type Segment } from './segment.ts';
import { type CarriedStream, type StreamState, StreamTable } from './stream-table.ts';

export interface OutboxOptions {
  readonly directory: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  readonly segmentBytes: number;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly disk?: Disk;
}

export const OUTBOX_DEFAULTS = {
  maxBytes: 2 * 2 ** 30,
  maxAgeMs: 30 * 24 * 3600 * 1000,
  segmentBytes: 4 * 2 ** 20,
} as const;

const SUFFIX = '.seg';

/**
 * Everything measured, until the API has stored it: append-only segment files. Appending is synchronous and
 * survives `kill -9` once it returns; `sync` (about once a second) makes it survive a power cut.
 *
 * Bounded: acknowledged segments are deleted at once; beyond `maxBytes` or `maxAgeMs` the oldest segment goes,
 * and what it held unacknowledged is sent as a gap with cause `outbox`. A full disk refuses new records and
 * leaves what is stored alone.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #disk: Disk;
  readonly #streams = new StreamTable();
  readonly #segments: Segment[] = [];
  readonly #drops: DropList;
  /** Streams that a crash left open; to be learnt from, then ended with {@link closeLeftOpen}. */
  readonly leftOpen: readonly StreamState[];
  readonly repairedBytes: number;
  /** Number of the first segment that this run has written. */
  readonly #firstOfRun: number;
  #fd = -1;
  #dirty = false;
  /** Of files that are full: nothing more is written to them. */
  #finishing: Promise<void> = Promise.resolve();
  #heldBytes = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#disk = options.disk ?? nodeDisk;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    this.#drops = new DropList(options.directory);
    const recovery = new Recovery(this.#streams, this.#drops.all);
    for (const file of this.#files()) this.#segments.push(recovery.read(file));
    this.#drops.add(recovery.holes);
    this.#heldBytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    this.repairedBytes = recovery.repairedBytes;
    this.#firstOfRun = (this.#segments.at(-1)?.number ?? 0) + 1;
    this.#openForWriting();
    this.leftOpen = this.#streams.open();
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get drops(): readonly Drop[] {
    return this.#drops.all;
  }

  /** Records that the API has not acknowledged. */
  get pendingRecords(): number {
    return this.#streams.pending().reduce((sum, stream) => sum + stream.next - stream.acked, 0);
  }

  pendingStreams(): string[] {
    return this.#streams.pending().map((stream) => stream.id);
  }

  isAcknowledged(streamId: string, sequence: number): boolean {
    const stream = this.#streams.get(streamId);
    return stream === undefined || sequence < stream.acked;
  }

  /** Starts a stream with its record 0. */
  begin(open: StreamOpen): string {
    const id = this.#options.newId();
    this.#streams.add(id, open);
    try {
      this.append(id, RECORD_KIND.open, jsonBody(open), open.openedUs);
    } catch (error) {
      this.#streams.forget(id);
      throw error;
    }
    return id;
  }

  /** Appends one record and returns its number. Throws {@link OutboxFull}; the number is not used up then. */
  append(streamId: string, kind: RecordKind, body: Uint8Array, endUs: number): number {
    const stream = this.#streams.get(streamId);
    if (stream === undefined || stream.closed) throw new Error(`stream ${streamId} is not open`);
    const frame = encodeFrame({ streamId, sequence: stream.next, kind, body });
    if (this.#active.bytes >= this.#options.segmentBytes) this.#rotate();
    this.#write(encodeEntry(ENTRY.frame, frame));
    this.#active.lastOf.set(streamId, stream.next);
    stream.endUs = Math.max(stream.endUs, endUs);
    if (kind === RECORD_KIND.close) stream.closed = true;
    return stream.next++;
  }

  /** Ends a stream, saying why. */
  end(streamId: string, reason: string): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined || stream.closed) return;
    const close: StreamClose = { endUs: stream.endUs, reason };
    this.append(streamId, RECORD_KIND.close, jsonBody(close), stream.endUs);
  }

  /**
   * Where the API says that streams go on. Further back than it acknowledged earlier means that it lost them
   * (a new database): what is still held is sent again, and what is gone becomes a gap.
   */
  reconcile(next: Readonly<Record<string, number>>): void {
    for (const [id, number] of Object.entries(next)) {
      const stream = this.#streams.get(id);
      if (stream === undefined || number >= stream.acked) continue;
      const held = firstHeld(this.#segments, stream);
      if (number < held.sequence) this.#drops.add([forgotten(stream, number, held)]);
      stream.acked = number;
    }
    this.acknowledge(next);
  }

  /** Cumulative: every record of a stream below its number is stored. Deletes what is no longer needed. */
  acknowledge(next: Readonly<Record<string, number>>): void {
    for (const [id, number] of Object.entries(next)) this.#streams.acknowledge(id, number);
    while (this.#segments.length > 1 && this.#settled(this.#segments[0]!)) this.#removeOldest();
    this.#drops.forget((drop) => this.isAcknowledged(drop.streamId, drop.to));
  }

  closeLeftOpen(): void {
    for (const { id } of this.leftOpen) {
      try {
        this.end(id, 'the gateway stopped without warning');
      } catch (error) {
        // Left for the next start: its time is known all the same.
        if (!(error instanceof OutboxFull)) throw error;
      }
    }
  }

  /** Makes everything appended so far survive a power cut. Throws what the disk refused. */
  async sync(): Promise<void> {
    const finishing = this.#finishing;
    this.#finishing = Promise.resolve();
    try {
      if (this.#dirty && this.#fd >= 0) await this.#syncActive();
    } finally {
      await finishing;
    }
  }

  async #syncActive(): Promise<void> {
    this.#dirty = false;
    this.#drops.retry();
    try {
      await this.#disk.sync(this.#fd);
    } catch (error) {
      this.#dirty = true;
      throw error;
    }
  }

  /**
   * The clock of this computer was set: what was written since it started is no older for it. A computer without a
   * clock of its own starts in the past and hears the time of day later.
   */
  clockWasSet(byMs: number): void {
    for (const segment of this.#segments) {
      if (segment.number < this.#firstOfRun) continue;
      segment.createdMs += byMs;
      this.#remember(segment);
    }
  }

  /** For the next run; a disk that refuses costs nothing in this one. */
  #remember({ path, createdMs }: Segment): void {
    try {
      this.#disk.setTime(path, createdMs);
    } catch {
      // The file keeps the time at which it was written.
    }
  }

  /** Applies the bounds; about once a minute is enough. Returns what had to be dropped unacknowledged. */
  enforceBounds(): Drop[] {
    const { maxBytes, maxAgeMs, nowMs } = this.#options;
    const dropped: Drop[] = [];
    const tooOld = (segment: Segment): boolean => nowMs() - segment.createdMs > maxAgeMs;
    while (this.#segments.length > 1 && (this.#heldBytes > maxBytes || tooOld(this.#segments[0]!))) {
      dropped.push(...this.#dropOldest());
    }
    return dropped;
  }

  close(): void {
    if (this.#fd < 0) return;
    this.#disk.close(this.#fd);
    this.#fd = -1;
  }

  get #active(): Segment {
    return this.#segments.at(-1)!;
  }

  #files(): { number: number; path: string }[] {
    return readdirSync(this.#options.directory)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => ({ number: Number.parseInt(name, 10), path: join(this.#options.directory, name) }))
      .sort((a, b) => a.number - b.number);
  }

  #settled(segment: Segment): boolean {
    return [...segment.lastOf].every(([id, last]) => this.isAcknowledged(id, last));
  }

  /** On a full disk the last file goes on: what is stored can still be sent, which makes room. */
  #openForWriting(): void {
    try {
      this.#rotate();
    } catch (error) {
      const last = this.#segments.at(-1);
      if (!(error instanceof OutboxFull) || last === undefined) throw error;
      this.#fd = this.#disk.open(last.path, 'r+');
    }
  }

  /** A new file begins with the streams that are open, so that every older file may go. */
  #rotate(): void {
    const number = (this.#segments.at(-1)?.number ?? 0) + 1;
    const path = join(this.#options.directory, `${String(number).padStart(10, '0')}${SUFFIX}`);
    const carried: CarriedStream[] = this.#streams
      .open()
      .map(({ id, open, next, endUs }) => ({ id, open, next, endUs }));
    const head = Buffer.concat([SEGMENT_MAGIC, encodeEntry(ENTRY.carried, jsonBody(carried))]);
    const fd = this.#create(path, head);
    this.#finishActive();
    this.#fd = fd;
    this.#segments.push({
      number,
      path,
      createdMs: this.#options.nowMs(),
      bytes: head.length,
      lastOf: new Map(),
    });
    this.#heldBytes += head.length;
  }

  #create(path: string, head: Buffer): number {
    const fd = this.#disk.open(path, 'w');
    try {
      this.#disk.write(fd, head, 0);
      this.#disk.syncDirectory(this.#options.directory);
      return fd;
    } catch (error) {
      this.#disk.close(fd);
      this.#disk.remove(path);
      throw OutboxFull.from(error, this.#options.directory);
    }
  }

  #finishActive(): void {
    if (this.#fd < 0) return;
    const fd = this.#fd;
    const synced = this.#disk.sync(fd).finally(() => this.#disk.close(fd));
    this.#finishing = Promise.all([this.#finishing, synced]).then(() => {});
    // What fails is told by the next sync.
    this.#finishing.catch(() => {});
  }

  #write(bytes: Buffer): void {
    try {
      this.#disk.write(this.#fd, bytes, this.#active.bytes);
    } catch (error) {
      this.#disk.truncate(this.#fd, this.#active.bytes);
      throw OutboxFull.from(error, this.#options.directory);
    }
    this.#active.bytes += bytes.length;
    this.#heldBytes += bytes.length;
    this.#dirty = true;
  }

  #removeOldest(): void {
    const [oldest] = this.#segments.splice(0, 1);
    this.#heldBytes -= oldest!.bytes;
    this.#disk.remove(oldest!.path);
  }

  #dropOldest(): Drop[] {
    const oldest = this.#segments[0]!;
    const lost = this.#drops.of(readFileSync(oldest.path), this.#streams);
    this.#drops.add(lost);
    this.#removeOldest();
    // The file that went may have made the room that the list needs.
    this.#drops.retry();
    return lost;
  }
}
