import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { type Discomfort, discomfortSchema, trendWeeksSchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { DiscomfortService } from './discomfort.service.ts';

@Controller('v1/discomfort')
export class DiscomfortController {
  readonly #discomfort: DiscomfortService;

  constructor(discomfort: DiscomfortService) {
    this.#discomfort = discomfort;
  }

  /** How each part of the load goes along with the discomfort that was said, over 4, 12 or 52 weeks. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'weeks', required: false, schema: { type: 'integer', enum: [4, 12, 52] } })
  @ApiOkResponse({ standardSchema: discomfortSchema })
  compared(
    @Query('weeks', { schema: trendWeeksSchema }) weeks: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Discomfort> {
    return this.#discomfort.compared(who, wearer, weeks);
  }
}
