import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Status, statusSchema } from '@plumbline/contract';
import { StatusService } from './status.service.ts';

@Controller('v1/status')
export class StatusController {
  readonly #status: StatusService;

  constructor(status: StatusService) {
    this.#status = status;
  }

  @Get()
  @ApiOkResponse({ standardSchema: statusSchema })
  status(): Status {
    return this.#status.status();
  }
}
