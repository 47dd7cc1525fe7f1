import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Alert,
  type AlertAnswer,
  alertAnswerSchema,
  alertSchema,
  type NewAlert,
  newAlertSchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { AlertsService } from './alerts.service.ts';

const US_PER_MS = 1000;

@Controller('v1/nudges/alerts')
export class AlertsController {
  readonly #alerts: AlertsService;

  constructor(alerts: AlertsService) {
    this.#alerts = alerts;
  }

  /** Suggestions that were shown, the latest first. */
  @Get()
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(alertSchema) })
  list(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Alert[]> {
    return this.#alerts.list(who, wearer, { fromUs, untilUs });
  }

  /** One's own page has shown one. Said again, it is the same one. */
  @Post()
  @ApiCreatedResponse({ standardSchema: alertSchema })
  raise(@Who() who: Identity, @Body({ schema: newAlertSchema }) alert: NewAlert): Promise<Alert> {
    return this.#alerts.raise(who, alert, Date.now() * US_PER_MS);
  }

  /** What one says to it; the last answer counts. */
  @Patch(':id')
  @ApiOkResponse({ standardSchema: alertSchema })
  answer(
    @Who() who: Identity,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: alertAnswerSchema }) answer: AlertAnswer,
  ): Promise<Alert> {
    return this.#alerts.answer(who, id, answer);
  }
}
