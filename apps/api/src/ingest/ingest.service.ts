import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Hello, SampleBlock, StreamOpen } from '@plumbline/contract';
import { RECORD_KIND } from '@plumbline/contract';
import { type PipelineOutput, parseAxes } from '@plumbline/core';
import { WearerBus } from '../events/wearer-bus.ts';
import { Flusher, type FlushListener } from './flusher.ts';
import { ImuColumns } from './imu-columns.ts';
import {
  ForeignSession,
  IngestRepository,
  type Recorder,
  type StreamRow,
  type Wearer,
} from './ingest.repository.ts';
import { type Fault, type IncomingRecord, type Parsed, parseOpen } from './record-bodies.ts';
import type { SessionIngest } from './session-ingest.ts';
import { type Loaded, SessionRegistry } from './session-registry.ts';
import type { Verdict } from './stream-ingest.ts';
import type { SessionWrite } from './writes.ts';

/** What ingest tells a gateway's connection. */
export interface IngestPeer extends Recorder {
  /** When it came (`performance.now`). */
  readonly sinceMs: number;
  /** Whose data it stores. */
  readonly wearer: Wearer | null;
  /** Samples come as they are measured; else they are of a recording, and of no present. */
  readonly isLive: boolean;
  acknowledge(next: Readonly<Record<string, number>>): void;
  reject(streamId: string, sequence: number, fault: Fault): void;
  /** Ends the connection; the gateway comes back and is told where to go on. */
  refuse(reason: string, remedy: string): void;
}

/** Samples of a wearer as they come; valid during the call. */
export interface BlockOfWearer {
  readonly stream: StreamRow;
  readonly block: SampleBlock;
  readonly columns: ImuColumns;
}

/** Records in memory beyond this make every gateway wait. */
export const MAX_PENDING_BYTES = 32 * 1024 * 1024;
/**
 * A session with so much to store is stored at once: a gateway that catches up waits for acknowledgements, not for
 * the time between two commits. Well below what a gateway leaves unacknowledged (4 MiB).
 */
const FLUSH_BYTES = 512 * 1024;
/** Streams without a valid opening record, remembered so that their records can be refused one by one. */
const MAX_UNOPENED = 1_000;
const ROOM_POLL_MS = 50;

const NEVER_OPENED: Fault = {
  field: 'streamId',
  value: 'a stream without a valid opening record',
  remedy: 'Begin every stream with a valid record 0 of kind open.',
};

@Injectable()
export class IngestService implements FlushListener, OnApplicationBootstrap {
  readonly #logger = new Logger(IngestService.name);
  readonly #repository: IngestRepository;
  readonly #registry: SessionRegistry;
  readonly #flusher: Flusher;
  readonly #bus: WearerBus;
  /** Who sends a stream now, by stream uuid. */
  readonly #peers = new Map<string, IngestPeer>();
  readonly #watchers = new Map<number, (block: BlockOfWearer) => void>();
  readonly #unopened = new Map<string, number>();
  #wearer: Wearer | null = null;
  /** No less than what is in memory; counted exactly only when it says that there is too much. */
  #pendingAtMost = 0;

  constructor(repository: IngestRepository, registry: SessionRegistry, flusher: Flusher, bus: WearerBus) {
    this.#repository = repository;
    this.#registry = registry;
    this.#flusher = flusher;
    this.#bus = bus;
  }

  onApplicationBootstrap(): void {
    this.#flusher.start(this);
  }

  async localWearer(): Promise<Wearer> {
    this.#wearer ??= await this.#repository.localWearer();
    return this.#wearer;
  }

  /** Where each announced stream goes on; what is in memory only is asked for again and dropped as a repetition. */
  async welcome(hello: Hello, wearer: Wearer): Promise<Record<string, number>> {
    const stored = await this.#repository.nextOf(hello.streams, wearer.id);
    for (const [uuid, storedSeq] of stored) this.#registry.forgetOvertaken(uuid, storedSeq);
    const next = (uuid: string): number => stored.get(uuid) ?? this.#unopened.get(uuid) ?? 0;
    return Object.fromEntries(hello.streams.map((uuid) => [uuid, next(uuid)]));
  }

  /** Resolves once the record is taken in; it is acknowledged when it is stored. */
  async accept(frame: IncomingRecord, peer: IngestPeer, nowMs: number): Promise<void> {
    const loaded = this.#registry.find(frame.streamId) ?? (await this.#load(frame, peer));
    if (loaded === null) return;
    if (loaded.session.wearerId !== peer.wearer?.id) return refuseForeign(frame, peer);
    this.#sentBy(frame.streamId, peer);
    this.#pendingAtMost += frame.body.length;
    const { verdict, output } = loaded.session.accept(loaded.stream, frame, nowMs);
    this.#answer(verdict, loaded, frame, peer);
    if (this.#watchers.size > 0) this.#show(verdict, loaded);
    if (peer.isLive) this.#publish(loaded.session, verdict, output, nowMs);
    else this.#publishPast(loaded.session, output);
    const isMuch = loaded.session.untakenBytes >= FLUSH_BYTES;
    if (verdict.kind === 'closed' || isMuch) void this.#flusher.flush();
  }

  /** Resolves when there is room for more records in memory. */
  async room(): Promise<void> {
    while (this.#isFull()) {
      void this.#flusher.flush();
      await new Promise((resolve) => setTimeout(resolve, ROOM_POLL_MS));
    }
  }

  /** Hands every block of samples of a wearer on, in place of an earlier watcher; returns what ends it. */
  watch(wearerId: number, watcher: (block: BlockOfWearer) => void): () => void {
    this.#watchers.set(wearerId, watcher);
    return () => {
      if (this.#watchers.get(wearerId) === watcher) this.#watchers.delete(wearerId);
    };
  }

  /** The connection ended: what it sent is stored soon, and nobody is there to hear about it. */
  left(peer: IngestPeer): void {
    for (const [uuid, other] of this.#peers) if (other === peer) this.#peers.delete(uuid);
    void this.#flusher.flush();
  }

  stored(write: SessionWrite): void {
    const acks = new Map<IngestPeer, Record<string, number>>();
    for (const { streamUuid, nextSeq } of write.streams) {
      const peer = this.#peers.get(streamUuid);
      if (peer === undefined) continue;
      acks.set(peer, { ...acks.get(peer), [streamUuid]: nextSeq });
    }
    for (const [peer, next] of acks) peer.acknowledge(next);
  }

  dropped(session: SessionIngest, reason: string): void {
    const peers = new Set([...session.streams].flatMap(({ row }) => this.#peers.get(row.uuid) ?? []));
    for (const peer of peers)
      peer.refuse(`A stream was not stored: ${reason}.`, 'Connect again and send it again.');
  }

  /** Does something to the stored data of a wearer while nothing of them is in memory; gateways connect again. */
  async aside(wearerId: number, work: () => Promise<void>): Promise<void> {
    const sessions = await this.#flusher.between(() => this.#registry.without(wearerId, work));
    for (const session of sessions) this.dropped(session, 'data of this wearer were deleted');
  }

  /** The local wearer is another one now. */
  forgetLocal(): void {
    this.#wearer = null;
  }

  async stop(): Promise<void> {
    await this.#flusher.stop();
  }

  /** Of several the one that came last: an older connection may still be read when a newer one has sent more. */
  #sentBy(streamId: string, peer: IngestPeer): void {
    const known = this.#peers.get(streamId);
    if (known === undefined || known.sinceMs <= peer.sinceMs) this.#peers.set(streamId, peer);
  }

  /** What the gateway must know at once; what is stored is acknowledged later. */
  #answer(verdict: Verdict, { stream }: Loaded, frame: IncomingRecord, peer: IngestPeer): void {
    if (verdict.kind === 'rejected') peer.reject(frame.streamId, frame.sequence, verdict.fault);
    if (verdict.kind === 'duplicate' && frame.sequence < stream.committedSeq) {
      peer.acknowledge({ [frame.streamId]: stream.committedSeq });
    }
    if (verdict.kind === 'hole') {
      peer.refuse(
        `Stream ${frame.streamId} sent record ${frame.sequence} where ${verdict.expected} is next.`,
        'Connect again and go on where the welcome says.',
      );
    }
  }

  #show(verdict: Verdict, { session, stream }: Loaded): void {
    const watcher = this.#watchers.get(session.wearerId);
    const columns = watcher && verdict.kind === 'samples' ? ImuColumns.of(stream.row.channels) : null;
    if (watcher && columns && verdict.kind === 'samples')
      watcher({ stream: stream.row, block: verdict.block, columns });
  }

  #publish(session: SessionIngest, verdict: Verdict, output: PipelineOutput | null, nowMs: number): void {
    const { wearerId, id: sessionId } = session;
    if (verdict.kind === 'samples') {
      const lastSampleUs = verdict.block.tUs[verdict.block.n - 1]!;
      this.#bus.publish({ kind: 'samples', wearerId, lastSampleUs, receivedUs: nowMs * 1000 });
    }
    if (output !== null) this.#bus.publish({ kind: 'output', wearerId, sessionId, output });
  }

  #publishPast({ wearerId, id: sessionId }: SessionIngest, output: PipelineOutput | null): void {
    if (output === null) return;
    this.#bus.publish({ kind: 'revision', wearerId, sessionId, bouts: output.bouts });
  }

  /** Asked before every message: looking at every session each time would cost more than the messages. */
  #isFull(): boolean {
    if (this.#pendingAtMost <= MAX_PENDING_BYTES) return false;
    this.#pendingAtMost = 0;
    for (const session of this.#registry.sessions) this.#pendingAtMost += session.pendingBytes;
    return this.#pendingAtMost > MAX_PENDING_BYTES;
  }

  /** The stream of a record that is not in memory; null: the record has been dealt with. */
  async #load(frame: IncomingRecord, peer: IngestPeer): Promise<Loaded | null> {
    try {
      const known = await this.#registry.load(frame.streamId, peer.wearer!.id);
      if (known === null) await this.#open(frame, peer);
      return known;
    } catch (error) {
      if (!(error instanceof ForeignSession)) throw error;
      refuseForeign(frame, peer);
      return null;
    }
  }

  async #open(frame: IncomingRecord, peer: IngestPeer): Promise<void> {
    const opening = openingOf(frame);
    if (!opening.ok) return this.#refuseUnopened(frame, peer, opening.fault);
    this.#sentBy(frame.streamId, peer);
    await this.#registry.open(frame.streamId, peer, peer.wearer!, opening.value);
    this.#logger.log(`stream ${frame.streamId} opened by gateway ${peer.gatewayId}`);
    peer.acknowledge({ [frame.streamId]: frame.sequence + 1 });
  }

  #refuseUnopened(frame: IncomingRecord, peer: IngestPeer, fault: Fault): void {
    const next = this.#unopened.get(frame.streamId) ?? 0;
    if (frame.sequence >= next) {
      if (this.#unopened.size >= MAX_UNOPENED) this.#unopened.delete(this.#unopened.keys().next().value!);
      this.#unopened.set(frame.streamId, frame.sequence + 1);
      peer.reject(frame.streamId, frame.sequence, frame.sequence === 0 ? fault : NEVER_OPENED);
    }
    peer.acknowledge({ [frame.streamId]: frame.sequence + 1 });
  }
}

function refuseForeign(frame: IncomingRecord, peer: IngestPeer): void {
  peer.refuse(
    `Stream ${frame.streamId} belongs to another wearer.`,
    'Give each gateway a data folder of its own, and pair it again after its wearer has changed.',
  );
}

function openingOf(frame: IncomingRecord): Parsed<StreamOpen> {
  if (frame.sequence !== 0 || frame.kind !== RECORD_KIND.open) return { ok: false, fault: NEVER_OPENED };
  const parsed = parseOpen(frame.body);
  if (!parsed.ok || parsed.value.axes === null) return parsed;
  try {
    parseAxes(parsed.value.axes);
    return parsed;
  } catch (error) {
    return {
      ok: false,
      fault: { field: 'axes', value: parsed.value.axes, remedy: (error as Error).message },
    };
  }
}
