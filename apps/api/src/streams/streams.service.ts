import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import { SampleDigest } from './sample-digest.ts';
import { StreamsRepository } from './streams.repository.ts';
import type { StreamDigest, StreamSummary } from './streams.schema.ts';

const MAX_STREAMS = 500;

@Injectable()
export class StreamsService {
  readonly #repository: StreamsRepository;

  constructor(repository: StreamsRepository) {
    this.#repository = repository;
  }

  async streams(actor: Actor, wearer: WearerRef): Promise<StreamSummary[]> {
    const rows = await this.#repository.streams(actor, wearer.id, MAX_STREAMS);
    return rows.map((row) => ({
      id: row.uuid,
      sessionId: row.session,
      sensor: row.sensor,
      source: row.source,
      rateHz: row.rate_hz,
      channels: row.channels,
      nextSequence: row.next_seq,
      samples: row.samples,
      rejectedRecords: row.rejected,
      missingSamples: row.missing,
      openedUs: row.opened_us,
      endedUs: row.ended_us,
    }));
  }

  /** Reads every stored sample of the stream back, in constant memory. */
  async digest(actor: Actor, wearer: WearerRef, uuid: string): Promise<StreamDigest> {
    const channels = await this.#repository.channels(actor, wearer.id, uuid);
    if (channels === null) throw new NotFoundException(`There is no stream ${uuid}.`);
    const encodings = channels.map(({ encoding }) => encoding);
    const digest = new SampleDigest();
    let blocks = 0;
    for await (const row of this.#repository.blocks(actor, uuid)) {
      digest.add(unpackBlock(row.payload, encodings));
      blocks++;
      // Whoever is live goes first.
      await breathe();
    }
    return { id: uuid, blocks, ...digest.finish() };
  }
}
