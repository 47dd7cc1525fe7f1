import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import {
  cursorSchema,
  limitSchema,
  type RotationPage,
  rotationPageSchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { RotationService } from './rotation.service.ts';

@Controller('v1/rotations')
export class RotationController {
  readonly #rotation: RotationService;

  constructor(rotation: RotationService) {
    this.#rotation = rotation;
  }

  /** Every turn to a side with its peak, oldest first; the indices of a day are among its measures. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' } })
  @ApiOkResponse({ standardSchema: rotationPageSchema })
  page(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Query('cursor', { schema: cursorSchema }) cursor: string | undefined,
    @Query('limit', { schema: limitSchema }) limit: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<RotationPage> {
    return this.#rotation.page(who, wearer, { fromUs, untilUs }, cursor, limit);
  }
}
