import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Today, todaySchema } from '@plumbline/contract';
import { TodayService } from './today.service.ts';

@Controller('v1/today')
export class TodayController {
  readonly #today: TodayService;

  constructor(today: TodayService) {
    this.#today = today;
  }

  @Get()
  @ApiOkResponse({ standardSchema: todaySchema })
  today(): Promise<Today> {
    return this.#today.today(Date.now() * 1000);
  }
}
