import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { askedDateSchema, type Week, weekSchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { type TaggedReply, type TaggedRequest, tagged } from '../http/etag.ts';
import { WeeksService } from './weeks.service.ts';

@Controller('v1/weeks')
export class WeeksController {
  readonly #weeks: WeeksService;

  constructor(weeks: WeeksService) {
    this.#weeks = weeks;
  }

  /** The week that holds the date: means over its valid days, its days, and what changed since the week before. */
  @Get(':date')
  @OfWearer()
  @ApiOkResponse({ standardSchema: weekSchema })
  async week(
    @Param('date', { schema: askedDateSchema }) date: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
    @Req() request: TaggedRequest,
    @Res({ passthrough: true }) reply: TaggedReply,
  ): Promise<Week | undefined> {
    const { version, body } = await this.#weeks.week(who, wearer, date);
    return tagged(request, reply, version, body);
  }
}
