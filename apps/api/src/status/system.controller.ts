import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type System, systemSchema } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { SystemService } from './system.service.ts';

@Controller('v1/system')
export class SystemController {
  readonly #system: SystemService;

  constructor(system: SystemService) {
    this.#system = system;
  }

  /** Whether everything works, for operators: nothing of a person, and nothing of what a body did. */
  @Get()
  @ApiOkResponse({ standardSchema: systemSchema })
  system(@Who() who: Identity): Promise<System> {
    return this.#system.system(who);
  }
}
