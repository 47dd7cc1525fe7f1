import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { askedDateSchema, type Trends, trendsSchema, trendWeeksSchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { type TaggedReply, type TaggedRequest, tagged } from '../http/etag.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { TREND_MEASURES } from '../summaries/summary-algorithm.ts';
import type { TrendId } from './trend-measures.ts';
import { TrendsService } from './trends.service.ts';

@Controller('v1/trends')
export class TrendsController {
  readonly #trends: TrendsService;

  constructor(trends: TrendsService) {
    this.#trends = trends;
  }

  /** Measures day by day over 4, 12 or 52 weeks, with what of it is noise. */
  @Get()
  @OfWearer()
  @ApiQuery({ name: 'weeks', required: false, schema: { type: 'integer', enum: [4, 12, 52] } })
  @ApiQuery({ name: 'until', required: false, schema: { type: 'string', format: 'date' } })
  @ApiQuery({
    name: 'measures',
    required: false,
    description: 'Ids, separated by commas; all without it.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ standardSchema: trendsSchema })
  async trends(
    @Query('weeks', { schema: trendWeeksSchema }) weeks: number,
    @Query('until', { schema: askedDateSchema.optional() }) until: string | undefined,
    @Query('measures') measures: string | undefined,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
    @Req() request: TaggedRequest,
    @Res({ passthrough: true }) reply: TaggedReply,
  ): Promise<Trends | undefined> {
    const ids = idsOf(measures);
    const { version, body } = await this.#trends.trends(who, wearer, weeks, ids, until);
    return tagged(request, reply, version, body);
  }
}

function idsOf(measures: string | undefined): readonly TrendId[] {
  if (measures === undefined) return TREND_MEASURES;
  return measures.split(',').map((id) => {
    const known = TREND_MEASURES.find((each) => each === id);
    if (known !== undefined) return known;
    throw new InvalidInput('measures', id, `Give some of: ${TREND_MEASURES.join(', ')}.`);
  });
}
