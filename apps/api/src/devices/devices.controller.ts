import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Device,
  type DeviceChange,
  deviceChangeSchema,
  deviceIdSchema,
  deviceSchema,
  type NearbySensor,
  nearbySensorSchema,
} from '@plumbline/contract';
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

  /** What one's own gateways hear at this moment, the strongest first. */
  @Get('near')
  @ApiOkResponse({ standardSchema: z.array(nearbySensorSchema) })
  near(@Who() who: Identity): NearbySensor[] {
    return this.#devices.near(who);
  }

  /** What one calls it oneself; others see their own name for it. */
  @Patch(':id')
  @ApiOkResponse({ standardSchema: deviceSchema })
  change(
    @Who() who: Identity,
    @Param('id', { schema: deviceIdSchema }) id: string,
    @Body({ schema: deviceChangeSchema }) change: DeviceChange,
  ): Promise<Device> {
    return this.#devices.change(who, id, change);
  }

  /** Takes it off one's list until it records again; what it measured stays. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  forget(@Who() who: Identity, @Param('id', { schema: deviceIdSchema }) id: string): Promise<void> {
    return this.#devices.forget(who, id);
  }

  /** Back on one's list: it was not meant to be forgotten. */
  @Put(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  restore(@Who() who: Identity, @Param('id', { schema: deviceIdSchema }) id: string): Promise<void> {
    return this.#devices.restore(who, id);
  }
}
