import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { pointsSchema, type Samples, samplesSchema, timeUsQuerySchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { SamplesService } from './samples.service.ts';

@Controller('v1/samples')
export class SamplesController {
  readonly #samples: SamplesService;

  constructor(samples: SamplesService) {
    this.#samples = samples;
  }

  /** Raw samples of a span, the least and the most of each channel in each of so many buckets. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'points', required: false, schema: { type: 'integer' } })
  @ApiOkResponse({ standardSchema: samplesSchema })
  samples(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Query('points', { schema: pointsSchema }) points: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Samples> {
    return this.#samples.extremes(who, wearer, { fromUs, untilUs }, points);
  }
}
