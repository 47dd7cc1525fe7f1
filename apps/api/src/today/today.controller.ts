import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Today, todaySchema } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { TodayService } from './today.service.ts';

@Controller('v1/today')
export class TodayController {
  readonly #today: TodayService;

  constructor(today: TodayService) {
    this.#today = today;
  }

  @Get()
  @OfWearer()
  @ApiOkResponse({ standardSchema: todaySchema })
  today(@Who() who: Identity, @Whose() wearer: WearerRef): Promise<Today> {
    return this.#today.today(who, wearer, Date.now() * 1000);
  }
}
