import { Injectable } from '@nestjs/common';
import type { StreamOpen } from '@plumbline/contract';
import type { PostureLabel } from '@plumbline/core';
import { Database } from '../database/database.ts';
import * as sql from './ingest.sql.ts';
import { ALGORITHMS, type SampleSource } from './session-pipeline.ts';
import { type AlgorithmIds, LedgerMoved, putWrites } from './store-writes.ts';
import type { PipelineSnapshot, SessionWrite } from './writes.ts';

/** A stream as the database knows it. */
export interface StreamRow extends SampleSource {
  readonly id: number;
  readonly uuid: string;
  readonly wearerId: number;
  readonly tenantId: number;
  readonly sessionId: number;
  readonly ended: boolean;
  readonly nextSeq: number;
  readonly samples: number;
  /** Null: no sample yet. */
  readonly lastUs: number | null;
}

export interface Wearer {
  readonly id: number;
  readonly tenantId: number;
}

/** The gateway that a stream comes from. Gateways choose their own ids and names. */
export interface Recorder {
  readonly gatewayId: string;
  readonly gatewayName: string | null;
}

/** Recordings come from a person, and made-up days from nobody. */
export const NO_GATEWAY: Recorder = {
  gatewayId: '00000000-0000-0000-0000-000000000000',
  gatewayName: null,
};

/** A stored block with what is needed to read it. */
export interface BlockRow extends SampleSource {
  readonly streamId: number;
  readonly firstSample: number;
  readonly payload: Uint8Array;
}

interface StreamRecord {
  id: number;
  uuid: string;
  wearer_id: number;
  tenant_id: number;
  session_id: number;
  channels: StreamOpen['channels'];
  rate_hz: number;
  axes: string | null;
  seed: StreamRow['seed'];
  ended: boolean;
  next_seq: number;
  samples: number;
  last_us: number | null;
}

/** A stream cannot join the session of somebody else. */
export class ForeignSession extends Error {
  override readonly name = 'ForeignSession';
}

@Injectable()
export class IngestRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async localWearer(): Promise<Wearer> {
    const [row] = await this.#database.query<{ id: number; tenant_id: number }>(sql.LOCAL_WEARER);
    return { id: row!.id, tenantId: row!.tenant_id };
  }

  /** The numbers of the algorithms of this version; new ones get new numbers. */
  async algorithmIds(): Promise<AlgorithmIds> {
    const { posture, rotation, load } = ALGORITHMS;
    const rows = await this.#database.query<{ id: number; name: string }>(sql.ALGORITHM_IDS, [
      [posture, rotation, load],
    ]);
    const ids = new Map(rows.map(({ id, name }) => [name, id]));
    return { posture: ids.get(posture)!, rotation: ids.get(rotation)!, load: ids.get(load)! };
  }

  async findStream(uuid: string): Promise<StreamRow | null> {
    const [row] = await this.#database.query<StreamRecord>(sql.FIND_STREAM, [uuid]);
    return row === undefined ? null : streamRow(row);
  }

  /** Where the ledger of each known stream of the wearer stands, by uuid. */
  async nextOf(uuids: readonly string[], wearerId: number): Promise<Map<string, number>> {
    const rows = await this.#database.query<{ uuid: string; next_seq: number }>(sql.NEXT_OF_STREAMS, [
      uuids,
      wearerId,
    ]);
    return new Map(rows.map((row) => [row.uuid, row.next_seq]));
  }

  /** Also when it is there already: then nothing changes. */
  async openStream(uuid: string, recorder: Recorder, wearer: Wearer, open: StreamOpen): Promise<StreamRow> {
    const { sensor, session } = open;
    await this.#database.query(sql.OPEN_STREAM, [
      ...[wearer.tenantId, sensor.id, sensor.name, sensor.driver],
      ...[session.id, wearer.id, session.startedUs, session.timeZone],
      ...[uuid, recorder.gatewayId, JSON.stringify(open.channels), open.rateHz, open.axes, open.decoder],
      ...[open.source, open.openedUs, recorder.gatewayName],
    ]);
    await this.#database.query(sql.SEED_NEW, [session.id]);
    const row = await this.findStream(uuid);
    if (row === null) throw new ForeignSession(`session ${session.id} belongs to another wearer`);
    return row;
  }

  async lastBlock(streamId: number): Promise<Uint8Array | null> {
    const [row] = await this.#database.query<{ payload: Uint8Array }>(sql.LAST_BLOCK, [streamId]);
    return row?.payload ?? null;
  }

  /** What was said about the session's time. */
  labels(sessionId: number): Promise<PostureLabel[]> {
    return this.#database.query<PostureLabel & Record<string, unknown>>(sql.LABELS, [sessionId]);
  }

  async loadPipeline(sessionId: number): Promise<PipelineSnapshot | null> {
    const [row] = await this.#database.query<{ last_us: number; parameters: string; snapshot: Uint8Array }>(
      sql.LOAD_PIPELINE,
      [sessionId],
    );
    return row === undefined
      ? null
      : { lastUs: row.last_us, parameters: row.parameters, bytes: row.snapshot };
  }

  /** Pages through the blocks of a session that hold samples after `afterUs`, in the order of analysis. */
  async *blocksAfter(sessionId: number, afterUs: number, page: number): AsyncGenerator<BlockRow> {
    let last = { streamId: -1, firstSample: -1 };
    for (;;) {
      const rows = await this.#blockPage(sessionId, afterUs, last, page);
      yield* rows;
      if (rows.length < page) return;
      last = rows.at(-1)!;
    }
  }

  /**
   * Stores everything or nothing. Returns the streams whose ledger stood elsewhere than expected; when there is
   * one, nothing was stored.
   */
  async store(writes: readonly SessionWrite[], algorithms: AlgorithmIds): Promise<readonly number[]> {
    try {
      await this.#database.transaction((queries) => putWrites(queries, writes, algorithms));
      await this.seedLater(writes);
      return [];
    } catch (error) {
      if (error instanceof LedgerMoved) return error.streamIds;
      throw error;
    }
  }

  /** Once more for sessions that began while what was written was not to be seen yet. */
  async seedLater(writes: readonly SessionWrite[]): Promise<void> {
    const known = writes.flatMap(({ sessionId, mounting }) => (mounting === null ? [] : [sessionId]));
    if (known.length > 0) await this.#database.query(sql.SEED_LATER, [known]);
  }

  /** Where the ledger of each stream stands. */
  async nextSeqs(streamIds: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.#database.query<{ stream_id: number; next_seq: number }>(sql.PROGRESS, [
      streamIds,
    ]);
    return new Map(rows.map((row) => [row.stream_id, row.next_seq]));
  }

  async #blockPage(
    sessionId: number,
    afterUs: number,
    last: { streamId: number; firstSample: number },
    page: number,
  ): Promise<BlockRow[]> {
    const rows = await this.#database.query<BlockRecord>(sql.BLOCKS_AFTER, [
      ...[sessionId, afterUs, last.streamId, last.firstSample, page],
    ]);
    return rows.map(({ stream_id, first_sample, rate_hz, ...row }) => ({
      ...row,
      streamId: stream_id,
      firstSample: first_sample,
      rateHz: rate_hz,
    }));
  }
}

interface BlockRecord {
  stream_id: number;
  first_sample: number;
  payload: Uint8Array;
  channels: StreamOpen['channels'];
  rate_hz: number;
  axes: string | null;
  seed: StreamRow['seed'];
}

function streamRow(row: StreamRecord): StreamRow {
  return {
    id: row.id,
    uuid: row.uuid,
    wearerId: row.wearer_id,
    tenantId: row.tenant_id,
    sessionId: row.session_id,
    channels: row.channels,
    rateHz: row.rate_hz,
    axes: row.axes,
    seed: row.seed,
    ended: row.ended,
    nextSeq: row.next_seq,
    samples: row.samples,
    lastUs: row.last_us,
  };
}
