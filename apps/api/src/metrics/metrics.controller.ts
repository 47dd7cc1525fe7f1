import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { MetricsService } from './metrics.service.ts';

const TEXT = { 'text/plain': { schema: { type: 'string' } } };

@Controller('metrics')
export class MetricsController {
  readonly #metrics: MetricsService;

  constructor(metrics: MetricsService) {
    this.#metrics = metrics;
  }

  /** For Prometheus, with the token of an operator. */
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOkResponse({ content: TEXT })
  text(): string {
    return this.#metrics.text();
  }
}
