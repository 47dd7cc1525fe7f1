import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Status, statusSchema } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { StatusService } from './status.service.ts';

@Controller('v1/status')
export class StatusController {
  readonly #status: StatusService;

  constructor(status: StatusService) {
    this.#status = status;
  }

  @Get()
  @ApiOkResponse({ standardSchema: statusSchema })
  status(@Who() who: Identity): Status {
    return this.#status.status(who);
  }
}
