import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type NewStudy,
  newStudySchema,
  type Participant,
  participantSchema,
  type Study,
  type StudyChange,
  studyChangeSchema,
  studySchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import { Who } from '../access/request.ts';
import { StudiesService } from './studies.service.ts';

@Controller('v1/studies')
export class StudiesController {
  readonly #studies: StudiesService;

  constructor(studies: StudiesService) {
    this.#studies = studies;
  }

  @Get()
  @ApiOkResponse({ standardSchema: z.array(studySchema) })
  list(@Who() who: Identity): Promise<Study[]> {
    return this.#studies.list(who);
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: studySchema })
  open(@Who() who: Identity, @Body({ schema: newStudySchema }) study: NewStudy): Promise<Study> {
    return this.#studies.open(who, study);
  }

  /** Whose data may be taken away now: pseudonyms, which another study does not know. */
  @Get(':id/participants')
  @ApiOkResponse({ standardSchema: z.array(participantSchema) })
  participants(@Who() who: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<Participant[]> {
    return this.#studies.participants(who, id);
  }

  /** Closes it: its researchers see nothing any more, whatever consents there are. */
  @Patch(':id')
  @ApiOkResponse({ standardSchema: studySchema })
  close(
    @Who() who: Identity,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: studyChangeSchema }) _: StudyChange,
  ): Promise<Study> {
    return this.#studies.close(who, id);
  }
}
