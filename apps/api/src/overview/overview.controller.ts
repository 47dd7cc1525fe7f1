import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type OverviewEntry, overviewEntrySchema } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { OverviewService } from './overview.service.ts';

@Controller('v1/overview')
export class OverviewController {
  readonly #overview: OverviewService;

  constructor(overview: OverviewService) {
    this.#overview = overview;
  }

  /** Everybody who lets one in, those with something to look at first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(overviewEntrySchema) })
  list(@Who() who: Identity): Promise<OverviewEntry[]> {
    return this.#overview.list(who, Date.now() * 1000);
  }
}
