import { Injectable, NotFoundException } from '@nestjs/common';
import type { NewStudy, Participant, Study } from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { StudiesRepository } from './studies.repository.ts';

/** Studies: wearers take part by a consent, researchers see them under pseudonyms. */
@Injectable()
export class StudiesService {
  readonly #repository: StudiesRepository;
  readonly #changes: AccessChanges;

  constructor(repository: StudiesRepository, changes: AccessChanges) {
    this.#repository = repository;
    this.#changes = changes;
  }

  list(identity: Identity): Promise<Study[]> {
    return this.#repository.list(identity);
  }

  async open(identity: Identity, study: NewStudy): Promise<Study> {
    const opened = await this.#repository.open(identity, study);
    if (opened !== null) return opened;
    throw new InvalidInput(
      'members',
      study.members.join(', '),
      'Give researchers, by their ids in GET /v1/people.',
    );
  }

  async participants(identity: Identity, id: string): Promise<Participant[]> {
    const found = await this.#repository.participants(identity, id);
    if (found === null) throw new NotFoundException(`There is no open study ${id} that you work on.`);
    return found;
  }

  async close(identity: Identity, id: string): Promise<Study> {
    const closed = await this.#repository.close(identity, id);
    if (closed === null) throw new NotFoundException(`There is no open study ${id}.`);
    this.#changes.publish();
    return closed;
  }
}
