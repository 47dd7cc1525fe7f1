import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { type BoutPage, boutPageSchema, cursorSchema, timeUsQuerySchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { BoutsService } from './bouts.service.ts';

@Controller('v1/bouts')
export class BoutsController {
  readonly #bouts: BoutsService;

  constructor(bouts: BoutsService) {
    this.#bouts = bouts;
  }

  /** Stretches of one posture, oldest first. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: boutPageSchema })
  page(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Query('cursor', { schema: cursorSchema }) cursor: string | undefined,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<BoutPage> {
    return this.#bouts.page(who, wearer, { fromUs, untilUs }, cursor);
  }
}
