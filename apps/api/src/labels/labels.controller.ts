import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Label,
  labelSchema,
  type NewLabel,
  newLabelSchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { LabelsService } from './labels.service.ts';

@Controller('v1/labels')
export class LabelsController {
  readonly #labels: LabelsService;

  constructor(labels: LabelsService) {
    this.#labels = labels;
  }

  /** That touch the span, with those that were withdrawn. */
  @Get()
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(labelSchema) })
  list(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Label[]> {
    return this.#labels.list(who, wearer, { fromUs, untilUs });
  }

  /** What a stretch of time was; it is analysed again within seconds, also while samples keep coming. */
  @Post()
  @OfWearer()
  @ApiCreatedResponse({ standardSchema: labelSchema })
  say(
    @Body({ schema: newLabelSchema }) label: NewLabel,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Label> {
    return this.#labels.say(who, wearer, label);
  }

  /** Takes it back: the stretch is analysed again without it. */
  @Delete(':id')
  @OfWearer()
  @ApiOkResponse({ standardSchema: labelSchema })
  withdraw(
    @Param('id', { schema: z.uuid() }) id: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Label> {
    return this.#labels.withdraw(who, wearer, id);
  }
}
