import { Injectable, NotFoundException } from '@nestjs/common';
import type { NewNote, Note, NoteChange } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { NotesRepository } from './notes.repository.ts';

const MOST_DAYS = 366;
const MOST_NOTES = 5_000;

/** The diary: notes, markers, how the day before is felt, and ratings of discomfort. */
@Injectable()
export class NotesService {
  readonly #repository: NotesRepository;

  constructor(repository: NotesRepository) {
    this.#repository = repository;
  }

  list(actor: Actor, { id }: WearerRef, span: AskedSpan): Promise<Note[]> {
    checkSpan(span, MOST_DAYS);
    return this.#repository.between(actor, id, span.fromUs, span.untilUs, MOST_NOTES);
  }

  write(identity: Identity, { id }: WearerRef, note: NewNote): Promise<Note> {
    return this.#repository.write(identity, id, note);
  }

  async change(identity: Identity, wearer: WearerRef, id: string, change: NoteChange): Promise<Note> {
    const note = await this.#repository.change(identity, wearer.id, id, change);
    if (note === null) throw new NotFoundException(`You have no note ${id} that can be changed.`);
    return note;
  }

  async remove(identity: Identity, wearer: WearerRef, id: string): Promise<void> {
    const removed = await this.#repository.remove(identity, wearer.id, id);
    if (!removed) throw new NotFoundException(`You have no note ${id}.`);
  }
}
