import { Injectable } from '@nestjs/common';
import type { StudyStream } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { StudyStreamsRepository } from './study-streams.repository.ts';

/** Losses of the streams of a study: what a researcher judges the data by. */
@Injectable()
export class StudyStreamsService {
  readonly #repository: StudyStreamsRepository;

  constructor(repository: StudyStreamsRepository) {
    this.#repository = repository;
  }

  list(actor: Actor, study: string): Promise<StudyStream[] | null> {
    return this.#repository.list(actor, study);
  }
}
