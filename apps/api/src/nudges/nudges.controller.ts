import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  askedDateSchema,
  type NudgeLog,
  type NudgeSettings,
  type NudgeWish,
  nudgeLogSchema,
  nudgeSettingsSchema,
  nudgeWishSchema,
} from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { NudgesService } from './nudges.service.ts';

const US_PER_MS = 1000;

/** A name spelt otherwise would put what it stands for back to what is delivered. */
const PUT_SCHEMA = nudgeSettingsSchema.strict();

@Controller('v1/nudges')
export class NudgesController {
  readonly #nudges: NudgesService;

  constructor(nudges: NudgesService) {
    this.#nudges = nudges;
  }

  @Get('settings')
  @OfWearer()
  @ApiOkResponse({ standardSchema: nudgeSettingsSchema })
  settings(@Who() who: Identity, @Whose() wearer: WearerRef): Promise<NudgeSettings> {
    return this.#nudges.settings(who, wearer);
  }

  /** One's own; what is left out is as delivered. */
  @Put('settings')
  @ApiOkResponse({ standardSchema: nudgeSettingsSchema })
  set(@Who() who: Identity, @Body({ schema: PUT_SCHEMA }) settings: NudgeSettings): Promise<NudgeSettings> {
    return this.#nudges.set(who, settings);
  }

  /** Snooze, pause, no more today, go on. */
  @Post('events')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  wish(@Who() who: Identity, @Body({ schema: nudgeWishSchema }) wish: NudgeWish): Promise<void> {
    return this.#nudges.wish(who, wish, Date.now() * US_PER_MS);
  }

  /** Why there was a suggestion, and why there was none. */
  @Get(':date')
  @OfWearer()
  @ApiOkResponse({ standardSchema: nudgeLogSchema })
  log(
    @Param('date', { schema: askedDateSchema }) date: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<NudgeLog> {
    return this.#nudges.log(who, wearer, date);
  }
}
