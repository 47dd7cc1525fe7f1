import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Algorithms,
  algorithmsSchema,
  type DayComparison,
  dayComparisonSchema,
  type Job,
  jobSchema,
  type NewJob,
  newJobSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { JobsService } from './jobs.service.ts';

const idSchema = z.uuid('Give the id of a job, as in GET /v1/jobs.');

@Controller('v1')
export class JobsController {
  readonly #jobs: JobsService;

  constructor(jobs: JobsService) {
    this.#jobs = jobs;
  }

  /** What an analysis is made of in this version, and which versions have told something of the wearer. */
  @Get('algorithms')
  @OfWearer()
  @ApiOkResponse({ standardSchema: algorithmsSchema })
  algorithms(@Who() who: Identity, @Whose() wearer: WearerRef): Promise<Algorithms> {
    return this.#jobs.algorithms(who, wearer);
  }

  /** Own orders of every kind, the latest first. */
  @Get('jobs')
  @ApiOkResponse({ standardSchema: z.array(jobSchema) })
  list(@Who() who: Identity): Promise<Job[]> {
    return this.#jobs.list(who);
  }

  /** Analyses the samples of some days again; begins after what was ordered before for the same wearer. */
  @Post('jobs')
  @OfWearer()
  @ApiCreatedResponse({ standardSchema: jobSchema })
  order(
    @Body({ schema: newJobSchema }) wanted: NewJob,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Job> {
    return this.#jobs.order(who, wearer, wanted);
  }

  /** How far it is. */
  @Get('jobs/:id')
  @ApiOkResponse({ standardSchema: jobSchema })
  job(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<Job> {
    return this.#jobs.get(who, id);
  }

  /** Stops it; the days it has come to stay. */
  @Delete('jobs/:id')
  @ApiOkResponse({ standardSchema: jobSchema })
  cancel(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<Job> {
    return this.#jobs.cancel(who, id);
  }

  /** What was shown and what the analysis told, day by day, as far as it has come. */
  @Get('jobs/:id/days')
  @ApiOkResponse({ standardSchema: z.array(dayComparisonSchema) })
  days(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<DayComparison[]> {
    return this.#jobs.days(who, id);
  }
}
