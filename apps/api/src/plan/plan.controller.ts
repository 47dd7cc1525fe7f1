import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import {
  type Plan,
  type PlanSettings,
  planSchema,
  planSettingsSchema,
  trendWeeksSchema,
} from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { PlanService } from './plan.service.ts';

/** A name spelt otherwise would put what it stands for back to what is delivered. */
const PUT_SCHEMA = planSettingsSchema.strict();

@Controller('v1/plan')
export class PlanController {
  readonly #plans: PlanService;

  constructor(plans: PlanService) {
    this.#plans = plans;
  }

  /** What was agreed on, and what was done of it day by day. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'weeks', required: false, schema: { type: 'integer', enum: [4, 12, 52] } })
  @ApiOkResponse({ standardSchema: planSchema })
  plan(
    @Query('weeks', { schema: trendWeeksSchema }) weeks: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Plan> {
    return this.#plans.plan(who, wearer, weeks);
  }

  /** By the wearer, or by a therapist to whom the diary is open; what stood before is kept. */
  @Put()
  @OfWearer()
  @ApiOkResponse({ standardSchema: planSettingsSchema })
  set(
    @Body({ schema: PUT_SCHEMA }) settings: PlanSettings,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<PlanSettings> {
    return this.#plans.set(who, wearer, settings);
  }
}
