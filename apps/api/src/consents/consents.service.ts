import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type {
  AuditEntry,
  AuditQuery,
  Consent,
  NewConsent,
  Therapist,
  VisibleWearer,
} from '@plumbline/contract';
import { AccessChanges } from '../access/access-changes.ts';
import type { Identity } from '../access/identity.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { ConsentsRepository } from './consents.repository.ts';

/** Consents are the wearer's: given for a purpose and a time, and withdrawn with effect at once. */
@Injectable()
export class ConsentsService {
  readonly #repository: ConsentsRepository;
  readonly #changes: AccessChanges;

  constructor(repository: ConsentsRepository, changes: AccessChanges) {
    this.#repository = repository;
    this.#changes = changes;
  }

  list(identity: Identity): Promise<Consent[]> {
    return this.#repository.list(identity);
  }

  async give(identity: Identity, consent: NewConsent): Promise<Consent> {
    if (identity.wearer === null) throw new ForbiddenException('This account wears no sensor.');
    const fromUs = consent.fromUs ?? Date.now() * 1000;
    if (consent.untilUs <= fromUs) {
      throw new InvalidInput('untilUs', String(consent.untilUs), 'Give a time after the consent begins.');
    }
    const given = await this.#repository.give(identity, identity.wearer.id, consent);
    if (given !== null) return given;
    const { kind, id } = consent.grantee;
    throw new InvalidInput(
      'grantee.id',
      id,
      `There is no ${kind === 'person' ? 'therapist' : 'open study'} like that.`,
    );
  }

  async withdraw(identity: Identity, id: string): Promise<void> {
    if (!(await this.#repository.withdraw(identity, id))) {
      throw new NotFoundException(`You have no consent ${id} in force.`);
    }
    this.#changes.publish();
  }

  therapists(identity: Identity): Promise<Therapist[]> {
    return this.#repository.therapists(identity);
  }

  wearers(identity: Identity): Promise<VisibleWearer[]> {
    return this.#repository.wearers(identity);
  }

  audit(identity: Identity, query: AuditQuery): Promise<AuditEntry[]> {
    return this.#repository.audit(identity, query);
  }
}
