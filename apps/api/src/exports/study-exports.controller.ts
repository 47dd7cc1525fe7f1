import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import {
  type Export,
  type ExportEstimate,
  exportEstimateSchema,
  exportSchema,
  type NewStudyExport,
  newStudyExportSchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { ExportsService } from './exports.service.ts';

const idSchema = z.uuid('Give the id of a study, as in GET /v1/studies.');

/** The one way of a researcher to data: under the pseudonyms and the dates of a study. */
@Controller('v1/studies')
export class StudyExportsController {
  readonly #exports: ExportsService;

  constructor(exports: ExportsService) {
    this.#exports = exports;
  }

  /** Followed, fetched and removed as any other, under /v1/exports. */
  @Post(':id/exports')
  @ApiCreatedResponse({ standardSchema: exportSchema })
  order(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: newStudyExportSchema }) wanted: NewStudyExport,
    @Who() who: Identity,
  ): Promise<Export> {
    return this.#exports.orderForStudy(who, id, wanted);
  }

  /** How large it would be, and how long it would take. */
  @Post(':id/export-estimates')
  @ApiCreatedResponse({ standardSchema: exportEstimateSchema })
  estimate(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: newStudyExportSchema }) wanted: NewStudyExport,
    @Who() who: Identity,
  ): Promise<ExportEstimate> {
    return this.#exports.estimateForStudy(who, id, wanted);
  }
}
