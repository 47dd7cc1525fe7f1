import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Retention, retentionSchema } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { RetentionService } from './retention.service.ts';

@Controller('v1/retention')
export class RetentionController {
  readonly #retention: RetentionService;

  constructor(retention: RetentionService) {
    this.#retention = retention;
  }

  @Get()
  @ApiOkResponse({ standardSchema: retentionSchema })
  read(@Who() who: Identity): Promise<Retention> {
    return this.#retention.read(who);
  }

  /** What is older already goes within hours. */
  @Put()
  @ApiOkResponse({ standardSchema: retentionSchema })
  set(@Who() who: Identity, @Body({ schema: retentionSchema }) retention: Retention): Promise<Retention> {
    return this.#retention.set(who, retention);
  }
}
