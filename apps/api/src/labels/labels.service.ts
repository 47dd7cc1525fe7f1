import { Injectable, NotFoundException } from '@nestjs/common';
import type { Label, NewLabel } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { LabelsRepository } from './labels.repository.ts';

const MOST_DAYS = 366;
const LONGEST_DAYS = 1;
const MOST_LABELS = 5_000;

/** Corrections by the wearer: what a stretch of time was. The samples are analysed again with them. */
@Injectable()
export class LabelsService {
  readonly #repository: LabelsRepository;

  constructor(repository: LabelsRepository) {
    this.#repository = repository;
  }

  list(actor: Actor, { id }: WearerRef, span: AskedSpan): Promise<Label[]> {
    checkSpan(span, MOST_DAYS);
    return this.#repository.between(actor, id, span.fromUs, span.untilUs, MOST_LABELS);
  }

  say(identity: Identity, { id }: WearerRef, label: NewLabel): Promise<Label> {
    checkSpan(label, LONGEST_DAYS);
    if (label.untilUs > Date.now() * 1000) {
      throw new InvalidInput('untilUs', String(label.untilUs), 'Say it of time that is over.');
    }
    return this.#repository.say(identity, id, label);
  }

  async withdraw(identity: Identity, wearer: WearerRef, id: string): Promise<Label> {
    const label = await this.#repository.withdraw(identity, wearer.id, id);
    if (label === null) throw new NotFoundException(`You have no label ${id} in force.`);
    return label;
  }
}
