import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { type StudyStream, studyStreamSchema } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { StudyStreamsService } from './study-streams.service.ts';

const idSchema = z.uuid('Give the id of a study, as in GET /v1/studies.');

@Controller('v1/studies')
export class StudyStreamsController {
  readonly #streams: StudyStreamsService;

  constructor(streams: StudyStreamsService) {
    this.#streams = streams;
  }

  /** How well each stream of each participant came through, under pseudonyms and shifted dates. */
  @Get(':id/streams')
  @ApiOkResponse({ standardSchema: z.array(studyStreamSchema) })
  async list(@Param('id', { schema: idSchema }) id: string, @Who() who: Identity): Promise<StudyStream[]> {
    const found = await this.#streams.list(who, id);
    if (found === null) throw new NotFoundException(`There is no open study ${id} that you work on.`);
    return found;
  }
}
