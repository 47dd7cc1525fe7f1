import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import {
  askedDateSchema,
  type Day,
  type DayVersion,
  daySchema,
  dayVersionSchema,
  type Minutes,
  minutesSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { type TaggedReply, type TaggedRequest, tagged } from '../http/etag.ts';
import { DaysService, versionOf } from './days.service.ts';

@Controller('v1/days')
export class DaysController {
  readonly #days: DaysService;

  constructor(days: DaysService) {
    this.#days = days;
  }

  /** A local day with all its measures. */
  @Get(':date')
  @OfWearer()
  @ApiOkResponse({ standardSchema: daySchema })
  async day(
    @Param('date', { schema: askedDateSchema }) date: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
    @Req() request: TaggedRequest,
    @Res({ passthrough: true }) reply: TaggedReply,
  ): Promise<Day | undefined> {
    const day = await this.#days.day(who, wearer, date);
    return tagged(request, reply, versionOf(day), day);
  }

  /** What each version of the algorithm told of the day, to compare old and new; the one that is shown last. */
  @Get(':date/versions')
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(dayVersionSchema) })
  versions(
    @Param('date', { schema: askedDateSchema }) date: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<DayVersion[]> {
    return this.#days.versions(who, wearer, date);
  }

  /** The day minute by minute. */
  @Get(':date/minutes')
  @OfWearer()
  @ApiOkResponse({ standardSchema: minutesSchema })
  minutes(
    @Param('date', { schema: askedDateSchema }) date: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Minutes> {
    return this.#days.minutes(who, wearer, date);
  }
}
