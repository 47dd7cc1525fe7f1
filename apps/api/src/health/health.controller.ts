import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { healthSchema, readySchema } from '@plumbline/contract';
import type { z } from 'zod';
import { HealthService } from './health.service.ts';

@Controller()
export class HealthController {
  readonly #health: HealthService;

  constructor(health: HealthService) {
    this.#health = health;
  }

  /** The process answers. */
  @Get('health')
  @ApiOkResponse({ standardSchema: healthSchema })
  health(): z.infer<typeof healthSchema> {
    return this.#health.health();
  }

  /** It can also store. */
  @Get('ready')
  @ApiOkResponse({ standardSchema: readySchema })
  @ApiServiceUnavailableResponse({ standardSchema: readySchema })
  async ready(@Res({ passthrough: true }) reply: StatusReply): Promise<z.infer<typeof readySchema>> {
    const ready = await this.#health.ready();
    if (ready.status !== 'ready') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return ready;
  }
}

interface StatusReply {
  status(code: number): unknown;
}
