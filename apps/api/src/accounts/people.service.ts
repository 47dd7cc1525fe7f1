import { Injectable, NotFoundException } from '@nestjs/common';
import type { NewPerson, Person, PersonChange } from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { AccountsRepository } from './accounts.repository.ts';
import { hashPassword } from './password.ts';

const UNIQUE_VIOLATION = '23505';

/** What operators do with accounts. They open them and switch access off and on; passwords they cannot read or set. */
@Injectable()
export class PeopleService {
  readonly #repository: AccountsRepository;
  readonly #changes: AccessChanges;

  constructor(repository: AccountsRepository, changes: AccessChanges) {
    this.#repository = repository;
    this.#changes = changes;
  }

  people(identity: Identity): Promise<Person[]> {
    return this.#repository.people(identity);
  }

  async add(identity: Identity, person: NewPerson): Promise<Person> {
    try {
      return await this.#repository.add(identity, person, await hashPassword(person.password));
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
      throw new InvalidInput('login', person.login, 'Choose another login: this one is taken.');
    }
  }

  async change(identity: Identity, id: string, { disabled }: PersonChange): Promise<Person> {
    const person = await this.#repository.setDisabled(identity, id, disabled);
    if (person === null) throw new NotFoundException(`There is no other person ${id}.`);
    this.#changes.publish();
    return person;
  }
}
