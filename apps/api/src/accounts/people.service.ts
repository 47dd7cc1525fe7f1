import { HttpStatus, Injectable, NotFoundException } from '@nestjs/common';
import type { NewPerson, Person, PersonChange, RecoveryCode } from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { newCode, sha256OfCode } from '../access/secrets.ts';
import { KnownProblem } from '../problem/known-problem.ts';
import { AccountsRepository } from './accounts.repository.ts';
import { hashPassword } from './password.ts';

const UNIQUE_VIOLATION = '23505';
/** Long enough to be handed over in person or by post. */
export const RECOVERY_LIFE_MS = 24 * 3_600_000;
const US_PER_MS = 1000;

/**
 * What operators do with accounts. They open them, switch access off and on, and make a code for somebody who forgot the
 * password; passwords they cannot read.
 */
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
      const remedy = 'Choose another login: this one is taken.';
      const facts = { field: 'login', value: person.login, remedy };
      throw new KnownProblem('login_taken', HttpStatus.BAD_REQUEST, `login: ${remedy}`, facts);
    }
  }

  async change(identity: Identity, id: string, { disabled }: PersonChange): Promise<Person> {
    const person = await this.#repository.setDisabled(identity, id, disabled);
    if (person === null) throw new NotFoundException(`There is no other person ${id}.`);
    this.#changes.publish();
    return person;
  }

  /** Without mail, the code is handed over by the operator. It is told once and works once. */
  async recoveryCode(identity: Identity, id: string): Promise<RecoveryCode> {
    const code = newCode();
    const expiresUs = (Date.now() + RECOVERY_LIFE_MS) * US_PER_MS;
    if (await this.#repository.makeRecoveryCode(identity, id, sha256OfCode(code), expiresUs)) {
      return { code, expiresUs };
    }
    throw new NotFoundException(`There is no person ${id} with an account that is switched on.`);
  }
}
