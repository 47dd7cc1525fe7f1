import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import {
  type NewNote,
  type Note,
  type NoteChange,
  newNoteSchema,
  noteChangeSchema,
  noteSchema,
  timeUsQuerySchema,
} from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import { NotesService } from './notes.service.ts';

@Controller('v1/notes')
export class NotesController {
  readonly #notes: NotesService;

  constructor(notes: NotesService) {
    this.#notes = notes;
  }

  /** Of a span, oldest first. */
  @Get()
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(noteSchema) })
  list(
    @Query('fromUs', { schema: timeUsQuerySchema }) fromUs: number,
    @Query('untilUs', { schema: timeUsQuerySchema }) untilUs: number,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Note[]> {
    return this.#notes.list(who, wearer, { fromUs, untilUs });
  }

  @Post()
  @OfWearer()
  @ApiCreatedResponse({ standardSchema: noteSchema })
  write(
    @Body({ schema: newNoteSchema }) note: NewNote,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Note> {
    return this.#notes.write(who, wearer, note);
  }

  @Patch(':id')
  @OfWearer()
  @ApiOkResponse({ standardSchema: noteSchema })
  change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: noteChangeSchema }) change: NoteChange,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<Note> {
    return this.#notes.change(who, wearer, id, change);
  }

  @Delete(':id')
  @OfWearer()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  remove(
    @Param('id', { schema: z.uuid() }) id: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<void> {
    return this.#notes.remove(who, wearer, id);
  }
}
