import { Controller, Delete, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import {
  type Bends,
  bendsAfterSchema,
  bendsSchema,
  type CalibrationEntry,
  calibrationEntrySchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { BendsService } from './bends.service.ts';
import { CalibrationsService } from './calibrations.service.ts';

@Controller('v1')
export class MountingController {
  readonly #bends: BendsService;
  readonly #calibrations: CalibrationsService;

  constructor(bends: BendsService, calibrations: CalibrationsService) {
    this.#bends = bends;
    this.#calibrations = calibrations;
  }

  /** Begins guided bends on the samples that come in from now on. */
  @Post('bends')
  @ApiCreatedResponse({ standardSchema: bendsSchema })
  begin(@Who() who: Identity): Bends {
    return this.#bends.begin(who);
  }

  /** Where they stand; with `after` the answer waits up to ten seconds for a later version. */
  @Get('bends')
  @ApiQuery({ name: 'after', required: false, schema: { type: 'integer' } })
  @ApiOkResponse({ standardSchema: bendsSchema })
  state(
    @Query('after', { schema: bendsAfterSchema }) after: number | undefined,
    @Who() who: Identity,
  ): Promise<Bends> {
    return this.#bends.state(who, after);
  }

  /** No more bends: those that were done are judged. */
  @Post('bends/finish')
  @HttpCode(HttpStatus.OK)
  @ApiOkResponse({ standardSchema: bendsSchema })
  finish(@Who() who: Identity): Promise<Bends> {
    return this.#bends.finish(who);
  }

  /** Gives them up. */
  @Delete('bends')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  cancel(@Who() who: Identity): void {
    this.#bends.cancel(who);
  }

  /** What became known of how sensors were worn, the latest first. */
  @Get('calibrations')
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(calibrationEntrySchema) })
  history(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<CalibrationEntry[]> {
    return this.#calibrations.history(who, wearer, { fromUs, untilUs });
  }
}
