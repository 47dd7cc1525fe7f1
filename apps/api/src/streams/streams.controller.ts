import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse } from '@nestjs/swagger';
import { problemSchema } from '@plumbline/contract';
import { z } from 'zod';
import {
  type StreamDigest,
  type StreamSummary,
  streamDigestSchema,
  streamIdSchema,
  streamSummarySchema,
} from './streams.schema.ts';
import { StreamsService } from './streams.service.ts';

@Controller('v1/streams')
export class StreamsController {
  readonly #streams: StreamsService;

  constructor(streams: StreamsService) {
    this.#streams = streams;
  }

  /** The latest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(streamSummarySchema) })
  streams(): Promise<StreamSummary[]> {
    return this.#streams.streams();
  }

  /** Reads every stored sample back: their number and their fingerprint. */
  @Get(':id/digest')
  @ApiOkResponse({ standardSchema: streamDigestSchema })
  @ApiNotFoundResponse({ standardSchema: problemSchema })
  digest(@Param('id', { schema: streamIdSchema }) id: string): Promise<StreamDigest> {
    return this.#streams.digest(id);
  }
}
