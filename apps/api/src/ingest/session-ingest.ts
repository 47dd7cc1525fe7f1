import { Logger } from '@nestjs/common';
import type { SampleBlock } from '@plumbline/contract';
import type { PipelineOutput } from '@plumbline/core';
import { DerivedRowsBuilder } from './derived-rows.ts';
import { ImuColumns } from './imu-columns.ts';
import type { IncomingRecord } from './record-bodies.ts';
import type { SessionPipeline } from './session-pipeline.ts';
import type { StreamIngest, Verdict } from './stream-ingest.ts';
import type { SessionWrite, TakenSession } from './writes.ts';

/**
 * A snapshot this often: what is stored between two is analysed again after a crash. A gateway that catches up
 * brings hours in a minute, so that the number of samples counts too: these take less than a second again.
 */
const SNAPSHOT_INTERVAL_MS = 60_000;
const SNAPSHOT_SAMPLES = 100_000;

interface Tail {
  readonly block: SampleBlock;
  readonly columns: ImuColumns;
}

/** One wear session in memory: its open streams, its pipeline, and what of both is not stored yet. */
export class SessionIngest {
  readonly #logger = new Logger(SessionIngest.name);
  readonly id: number;
  readonly wearerId: number;
  readonly tenantId: number;
  readonly #streams = new Map<string, StreamIngest>();
  readonly #columns = new Map<string, ImuColumns | null>();
  #derived = new DerivedRowsBuilder();
  #pipeline: SessionPipeline | null;
  #recomputeFromUs: number | null = null;
  #pendingBytes = 0;
  #takenBytes = 0;
  #snapshotAtMs = 0;
  #unsaved = false;
  #unsavedSamples = 0;
  /** What the session knows of the mounting is not stored: because samples came, and because the session ended. */
  #mountingUnsaved = false;
  #mountingDue = false;
  /** Whether the last that came closed a stream. */
  #closed = false;
  /** Samples since somebody began to analyse the session again from what is stored. */
  #tail: Tail[] | null = null;
  #answers: string | null = null;
  #usedAtMs = Date.now();

  constructor(
    ids: { readonly sessionId: number; readonly wearerId: number; readonly tenantId: number },
    pipeline: SessionPipeline | null,
  ) {
    this.id = ids.sessionId;
    this.wearerId = ids.wearerId;
    this.tenantId = ids.tenantId;
    this.#pipeline = pipeline;
  }

  get pipeline(): SessionPipeline | null {
    return this.#pipeline;
  }

  /** A stream of other parameters came: what the new pipeline makes of the session replaces the old rows. */
  replacePipeline(pipeline: SessionPipeline | null): void {
    this.#pipeline = pipeline;
  }

  get streams(): Iterable<StreamIngest> {
    return this.#streams.values();
  }

  /** Bytes of records that no write has taken yet. */
  get untakenBytes(): number {
    return this.#pendingBytes;
  }

  /** Bytes of records that are not stored yet. */
  get pendingBytes(): number {
    return this.#pendingBytes + this.#takenBytes;
  }

  get usedAtMs(): number {
    return this.#usedAtMs;
  }

  stream(uuid: string): StreamIngest | undefined {
    return this.#streams.get(uuid);
  }

  add(stream: StreamIngest): void {
    this.#streams.set(stream.row.uuid, stream);
    this.#columns.set(stream.row.uuid, ImuColumns.of(stream.row.channels));
  }

  remove(stream: StreamIngest): void {
    this.#streams.delete(stream.row.uuid);
    this.#columns.delete(stream.row.uuid);
  }

  /** What became of the record, and what the pipeline said to it. */
  accept(
    stream: StreamIngest,
    frame: IncomingRecord,
    nowMs: number,
  ): { verdict: Verdict; output: PipelineOutput | null } {
    const verdict = stream.accept(frame, nowMs * 1000);
    this.#usedAtMs = nowMs;
    if (verdict.kind === 'duplicate' || verdict.kind === 'hole') return { verdict, output: null };
    this.#pendingBytes += frame.body.length;
    return { verdict, output: this.#analyse(stream, verdict) };
  }

  /** Analyses stored samples again that came after the last snapshot. */
  replay(block: SampleBlock, columns: ImuColumns): void {
    this.#unsaved = true;
    this.#guarded(block.tUs[0]!, (pipeline) => this.#said(pipeline.push(block, columns)));
  }

  /** What will be replayed was analysed before in another way. */
  beginAnew(fromUs: number): void {
    this.#derived.beginAnew(fromUs);
  }

  /** From here on samples are remembered, for {@link adopt}. */
  beginTail(): void {
    this.#tail = [];
  }

  endTail(): void {
    this.#tail = null;
  }

  /**
   * Goes on with another analysis, which has seen everything that is stored of the session; the tail comes on top of it.
   * `derived` holds what it said, all of which replaces what is stored. `closed`: the last stored stream was.
   */
  adopt(pipeline: SessionPipeline, derived: DerivedRowsBuilder, closed: boolean, answers: string): void {
    const tail = this.#tail ?? [];
    this.#tail = null;
    for (const { block, columns } of tail) derived.add(pipeline.push(block, columns));
    if (tail.length > 0 ? this.#closed : closed) derived.addClosing(pipeline.close());
    this.#pipeline = pipeline;
    this.#derived = derived;
    this.#answers = answers;
    this.#unsaved = true;
    this.#mountingUnsaved = true;
    this.#mountingDue = true;
    this.#snapshotAtMs = 0;
  }

  /** Goes on with the samples alone. */
  abandonAnalysis(): void {
    this.#pipeline = null;
    this.#derived.take();
    this.#unsaved = false;
    this.#mountingUnsaved = false;
  }

  /** What is to be stored now; null: nothing. `last`: nothing will follow, so the pipeline's state is kept too. */
  take(nowMs: number, last: boolean): TakenSession | null {
    const streams = [...this.#streams.values()].flatMap((stream) => stream.take() ?? []);
    const rest = this.#answers !== null || (last && (this.#unsaved || this.#mountingUnsaved));
    if (streams.length === 0 && this.#derived.isEmpty && !rest) return null;
    const due = this.#snapshotDue(nowMs, last);
    if (due) this.#saved(nowMs);
    const recomputeFromUs = this.#recomputeFromUs;
    this.#recomputeFromUs = null;
    this.#takenBytes += this.#pendingBytes;
    this.#pendingBytes = 0;
    return {
      sessionId: this.id,
      wearerId: this.wearerId,
      tenantId: this.tenantId,
      streams,
      derived: this.#derived.take(),
      state: due ? (this.#pipeline?.state() ?? null) : null,
      recomputeFromUs,
      mounting: this.#takeMounting(last),
      answers: this.#takeAnswers(),
    };
  }

  /** The write is stored. Returns the streams that are finished for good. */
  committed(write: TakenSession | SessionWrite): StreamIngest[] {
    this.#takenBytes = 0;
    const byId = new Map([...this.#streams.values()].map((stream) => [stream.row.id, stream]));
    for (const { streamId, nextSeq } of write.streams) byId.get(streamId)?.committed(nextSeq);
    return [...this.#streams.values()].filter((stream) => stream.isDone);
  }

  /** At the end of a stream and when nothing follows: sessions to come begin with it. */
  #takeMounting(last: boolean): SessionWrite['mounting'] {
    if (!this.#mountingUnsaved || !(last || this.#mountingDue)) return null;
    this.#mountingUnsaved = false;
    this.#mountingDue = false;
    return this.#pipeline?.mounting ?? null;
  }

  #takeAnswers(): string | null {
    const answers = this.#answers;
    this.#answers = null;
    return answers;
  }

  #snapshotDue(nowMs: number, last: boolean): boolean {
    if (!this.#unsaved) return false;
    return (
      last || this.#unsavedSamples >= SNAPSHOT_SAMPLES || nowMs - this.#snapshotAtMs >= SNAPSHOT_INTERVAL_MS
    );
  }

  #saved(nowMs: number): void {
    this.#snapshotAtMs = nowMs;
    this.#unsaved = false;
    this.#unsavedSamples = 0;
  }

  #analyse(stream: StreamIngest, verdict: Verdict): PipelineOutput | null {
    const columns = this.#columns.get(stream.row.uuid);
    if (!columns || (verdict.kind !== 'samples' && verdict.kind !== 'closed')) return null;
    this.#unsaved = true;
    this.#mountingUnsaved = true;
    this.#closed = verdict.kind === 'closed';
    if (verdict.kind === 'closed') return this.#analyseEnd();
    // The memory of a block is used again for the next one.
    this.#tail?.push({ block: structuredClone(verdict.block), columns });
    this.#unsavedSamples += verdict.block.n;
    this.#noticeLate(verdict.block);
    return this.#guarded(verdict.block.tUs[0]!, (pipeline) =>
      this.#said(pipeline.push(verdict.block, columns)),
    );
  }

  #analyseEnd(): PipelineOutput | null {
    this.#mountingDue = true;
    return this.#guarded(this.#pipeline?.lastUs ?? 0, (pipeline) => {
      const output = pipeline.close();
      this.#derived.addClosing(output);
      return output;
    });
  }

  #said(output: PipelineOutput): PipelineOutput {
    this.#derived.add(output);
    return output;
  }

  /** A fault in the analysis costs the analysis, never the samples: they are stored and analysed again later. */
  #guarded(fromUs: number, analyse: (pipeline: SessionPipeline) => PipelineOutput): PipelineOutput | null {
    if (this.#pipeline === null) return null;
    try {
      return analyse(this.#pipeline);
    } catch (error) {
      this.#logger.error(error);
      this.abandonAnalysis();
      this.#recomputeFromUs = Math.min(this.#recomputeFromUs ?? fromUs, fromUs);
      return null;
    }
  }

  #noticeLate(block: SampleBlock): void {
    const seenUs = this.#pipeline?.lastUs ?? null;
    const firstUs = block.tUs[0]!;
    if (seenUs === null || firstUs > seenUs) return;
    this.#recomputeFromUs = Math.min(this.#recomputeFromUs ?? firstUs, firstUs);
  }
}
