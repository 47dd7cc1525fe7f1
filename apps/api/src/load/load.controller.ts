import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import {
  cursorSchema,
  type LoadPage,
  limitSchema,
  loadPageSchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { LoadService } from './load.service.ts';

@Controller('v1/load')
export class LoadController {
  readonly #load: LoadService;

  constructor(load: LoadService) {
    this.#load = load;
  }

  /** A row every ten seconds, oldest first, and the breaks that were credited in the time of the page. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' } })
  @ApiOkResponse({ standardSchema: loadPageSchema })
  page(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Query('cursor', { schema: cursorSchema }) cursor: string | undefined,
    @Query('limit', { schema: limitSchema }) limit: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<LoadPage> {
    return this.#load.page(who, wearer, { fromUs, untilUs }, cursor, limit);
  }
}
