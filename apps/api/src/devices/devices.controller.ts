import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type Device, deviceSchema } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { DevicesService } from './devices.service.ts';

@Controller('v1/devices')
export class DevicesController {
  readonly #devices: DevicesService;

  constructor(devices: DevicesService) {
    this.#devices = devices;
  }

  /** One's own sensors, or for operators all: charge, clock and losses, and nothing of what a body did. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(deviceSchema) })
  list(@Who() who: Identity): Promise<Device[]> {
    return this.#devices.list(who);
  }
}
