import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import type { Alert, AlertAnswer, NewAlert } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { InvalidInput } from '../problem/invalid-input.ts';
import { AlertsRepository } from './alerts.repository.ts';

const MOST_DAYS = 366;
const MOST_ALERTS = 5_000;
/** A page's clock may be ahead of ours by this much. */
const MAX_AHEAD_US = 600e6;

/** Suggestions that were shown to a wearer, and what became of them. */
@Injectable()
export class AlertsService {
  readonly #repository: AlertsRepository;

  constructor(repository: AlertsRepository) {
    this.#repository = repository;
  }

  list(who: Identity, { id }: WearerRef, span: AskedSpan): Promise<Alert[]> {
    checkSpan(span, MOST_DAYS);
    return this.#repository.between(who, id, span.fromUs, span.untilUs, MOST_ALERTS);
  }

  raise(who: Identity, alert: NewAlert, nowUs: number): Promise<Alert> {
    if (alert.raisedUs > nowUs + MAX_AHEAD_US) {
      throw new InvalidInput('raisedUs', String(alert.raisedUs), 'Give a time that is not ahead of now.');
    }
    return this.#repository.raise(who, wearerOf(who).id, alert);
  }

  async answer(who: Identity, id: string, answer: AlertAnswer): Promise<Alert> {
    const alert = await this.#repository.answer(who, wearerOf(who).id, id, answer);
    if (alert === null) throw new NotFoundException(`You were shown no suggestion ${id}.`);
    return alert;
  }
}

function wearerOf({ wearer }: Identity): WearerRef {
  if (wearer === null) throw new ForbiddenException('This account wears no sensor.');
  return wearer;
}
