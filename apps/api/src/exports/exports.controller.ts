import { createReadStream } from 'node:fs';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type Export,
  type ExportEstimate,
  exportEstimateSchema,
  exportSchema,
  type NewExport,
  newExportSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { ExportsService } from './exports.service.ts';
import { rangeOf } from './range.ts';

const idSchema = z.uuid('Give the id of an export, as in GET /v1/exports.');
const nameSchema = z.string().regex(/^[\w.-]+$/, 'Give the name of a file, as in GET /v1/exports.');
const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
const PARTIAL = 206;
const NOT_SATISFIABLE = 416;

interface FileReply {
  status(code: number): FileReply;
  headers(values: Readonly<Record<string, string>>): FileReply;
}

@Controller('v1/exports')
export class ExportsController {
  readonly #exports: ExportsService;

  constructor(exports: ExportsService) {
    this.#exports = exports;
  }

  /** Own orders, the latest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(exportSchema) })
  list(@Who() who: Identity): Promise<Export[]> {
    return this.#exports.list(who);
  }

  /** Begins at once, or after those ordered before; GET tells how far it is. */
  @Post()
  @OfWearer()
  @ApiCreatedResponse({ standardSchema: exportSchema })
  order(
    @Body({ schema: newExportSchema }) wanted: NewExport,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Export> {
    return this.#exports.order(who, wearer, wanted);
  }

  /** How large it would be, and how long it would take. */
  @Post('estimates')
  @OfWearer()
  @ApiCreatedResponse({ standardSchema: exportEstimateSchema })
  estimate(
    @Body({ schema: newExportSchema }) wanted: NewExport,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<ExportEstimate> {
    return this.#exports.estimate(who, wearer, wanted);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: exportSchema })
  get(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<Export> {
    return this.#exports.get(who, id);
  }

  /** Ends what is running, and removes what is there. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  remove(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<void> {
    return this.#exports.remove(who, id);
  }

  /** A download that broke off goes on with `Range: bytes=N-`. */
  @Get(':id/files/:name')
  @ApiHeader({ name: 'range', required: false, schema: { type: 'string' } })
  @ApiHeader({ name: 'if-range', required: false, schema: { type: 'string' } })
  @ApiOkResponse({ content: BYTES })
  async file(
    @Param('id', { schema: idSchema }) id: string,
    @Param('name', { schema: nameSchema }) name: string,
    @Headers('range') asked: string | undefined,
    @Headers('if-range') ifRange: string | undefined,
    @Who() who: Identity,
    @Res({ passthrough: true }) reply: FileReply,
  ): Promise<StreamableFile | string> {
    const { path, bytes, sha256 } = await this.#exports.file(who, id, name);
    const etag = `"${sha256}"`;
    reply.headers({
      ...{ 'accept-ranges': 'bytes', etag, 'content-type': 'application/octet-stream' },
      'content-disposition': `attachment; filename="${name}"`,
    });
    const range = ifRange === undefined || ifRange === etag ? rangeOf(asked, bytes) : null;
    if (range === null) return new StreamableFile(createReadStream(path), { length: bytes });
    if (range === 'outside') {
      reply.status(NOT_SATISFIABLE).headers({ 'content-range': `bytes */${bytes}` });
      return '';
    }
    const { start, end } = range;
    reply.status(PARTIAL).headers({ 'content-range': `bytes ${start}-${end}/${bytes}` });
    return new StreamableFile(createReadStream(path, { start, end }), { length: end - start + 1 });
  }
}
