import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { type Deletion, deletionSchema, type NewDeletion, newDeletionSchema } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { DeletionsService } from './deletions.service.ts';

@Controller('v1/deletions')
export class DeletionsController {
  readonly #deletions: DeletionsService;

  constructor(deletions: DeletionsService) {
    this.#deletions = deletions;
  }

  /** The latest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(deletionSchema) })
  list(@Who() who: Identity): Promise<Deletion[]> {
    return this.#deletions.list(who);
  }

  /** Deletes a span of one's own data, or oneself with everything; for good. The answer says what was removed. */
  @Post()
  @ApiCreatedResponse({ standardSchema: deletionSchema })
  delete(@Who() who: Identity, @Body({ schema: newDeletionSchema }) wanted: NewDeletion): Promise<Deletion> {
    return this.#deletions.delete(who, wanted);
  }
}
