import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiQuery,
} from '@nestjs/swagger';
import { type Import, importQuerySchema, importSchema, type NewImport } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { ImportsService } from './imports.service.ts';
import { RECORDING_TYPES } from './upload-body.ts';

const idSchema = z.uuid('Give the id of an import, as in GET /v1/imports.');

@Controller('v1/imports')
export class ImportsController {
  readonly #imports: ImportsService;

  constructor(imports: ImportsService) {
    this.#imports = imports;
  }

  /** Own imports, the latest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(importSchema) })
  list(@Who() who: Identity): Promise<Import[]> {
    return this.#imports.list(who);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: importSchema })
  get(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<Import> {
    return this.#imports.get(who, id);
  }

  /** A recording as CSV, plain or gzip-compressed, of any size, into a wear session of its own. The same one twice is one. */
  @Post()
  @OfWearer()
  @ApiConsumes(...RECORDING_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiQuery({ name: 'name', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'axes', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'timeZone', required: false, schema: { type: 'string' } })
  @ApiQuery({ name: 'startUs', required: false, schema: { type: 'integer' } })
  @ApiCreatedResponse({ standardSchema: importSchema })
  order(
    @Query('name', { schema: importQuerySchema.name }) name: string,
    @Query('axes', { schema: importQuerySchema.axes }) axes: NewImport['axes'],
    @Query('timeZone', { schema: importQuerySchema.timeZone }) timeZone: NewImport['timeZone'],
    @Query('startUs', { schema: importQuerySchema.startUs }) startUs: NewImport['startUs'],
    @Req() request: { readonly body: unknown },
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Import> {
    return this.#imports.order(who, wearer, { name, axes, timeZone, startUs }, request.body);
  }

  /** What is stored already stays. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  cancel(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<void> {
    return this.#imports.cancel(who, id);
  }
}
