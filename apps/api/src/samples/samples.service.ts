import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { SampleBlock, Samples } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import { BucketExtremes } from './bucket-extremes.ts';
import { SamplesRepository } from './samples.repository.ts';

const MOST_DAYS = 7;

@Injectable()
export class SamplesService {
  readonly #repository: SamplesRepository;

  constructor(repository: SamplesRepository) {
    this.#repository = repository;
  }

  /** From the raw blocks, one after the other: no more than two pages of them are in memory. */
  async extremes(actor: Actor, { id }: WearerRef, span: AskedSpan, points: number): Promise<Samples> {
    checkSpan(span, MOST_DAYS);
    const { fromUs, untilUs } = span;
    const buckets = new BucketExtremes(fromUs, untilUs, points);
    for (const stream of await this.#repository.streams(actor, id, fromUs, untilUs)) {
      const encodings = stream.channels.map(({ encoding }) => encoding);
      let block: SampleBlock | undefined;
      for await (const payload of this.#repository.payloads(actor, stream.id, fromUs, untilUs)) {
        block = unpackBlock(payload, encodings, block);
        buckets.add(block, stream.channels);
        // Whoever is live goes first.
        await breathe();
      }
    }
    return buckets.result();
  }
}
