import type { DeviceState, Gap, StreamClose } from '@plumbline/contract';
import type { MountingState } from '@plumbline/core';
import type { DerivedRows } from './derived-rows.ts';
import type { Fault } from './record-bodies.ts';
import type { EncodedBlock, StoredBlock } from './sample-blocks.ts';

export interface Numbered<T> {
  readonly sequence: number;
  readonly value: T;
}

/** What one stream wants stored, together or not at all. */
export interface StreamWrite {
  readonly streamId: number;
  readonly streamUuid: string;
  /** Where the ledger must stand for this to be the continuation, and where it stands afterwards. */
  readonly expectedSeq: number;
  readonly nextSeq: number;
  /** Of the whole stream. */
  readonly samples: number;
  /** Null: no sample yet. */
  readonly lastUs: number | null;
  readonly blocks: readonly StoredBlock[];
  readonly gaps: readonly Numbered<Gap>[];
  readonly deviceStates: readonly Numbered<DeviceState>[];
  readonly rejected: readonly Numbered<Fault>[];
  readonly close: StreamClose | null;
}

interface SnapshotHead {
  /** Of the last sample it has seen. */
  readonly lastUs: number;
  /** What it was made with: another pipeline cannot go on from it. */
  readonly parameters: string;
}

export interface PipelineState extends SnapshotHead {
  readonly json: string;
}

/** A row of session_pipeline. */
export interface PipelineSnapshot extends SnapshotHead {
  readonly bytes: Uint8Array;
}

/** As of the last sample. */
export interface KnownMounting {
  readonly atUs: number;
  readonly state: MountingState;
}

/** One session's streams and what its pipeline made of them. */
export interface SessionWrite {
  readonly sessionId: number;
  readonly wearerId: number;
  readonly tenantId: number;
  readonly streams: readonly StreamWrite[];
  readonly derived: DerivedRows;
  readonly snapshot: PipelineSnapshot | null;
  /** Samples came that are older than what the pipeline has seen: derive again from here on. */
  readonly recomputeFromUs: number | null;
  /** What the session knows of how the clip is worn, for sessions to come; null: nothing new. */
  readonly mounting: KnownMounting | null;
  /** The ticket with which the session waited to be told anew: this is it. Null: it is told as it goes on. */
  readonly answers: string | null;
}

export interface TakenStream extends Omit<StreamWrite, 'blocks'> {
  readonly blocks: readonly EncodedBlock[];
}

/** A write before its bytes are compressed. */
export interface TakenSession extends Omit<SessionWrite, 'streams' | 'snapshot'> {
  readonly streams: readonly TakenStream[];
  readonly state: PipelineState | null;
}
