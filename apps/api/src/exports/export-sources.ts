import { createHash } from 'node:crypto';
import { HttpStatus, Injectable, NotFoundException } from '@nestjs/common';
import type { NewExport, NewStudyExport } from '@plumbline/contract';
import type { Identity, WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { KnownProblem } from '../problem/known-problem.ts';
import { StudiesRepository } from '../studies/studies.repository.ts';
import { type ExportOrder, type ExportSource, sourceOf } from './export-order.ts';

/** Of the hash that stands for a wearer: enough to tell people apart, and not their id. */
const SUBJECT_LENGTH = 8;

export interface Ordered {
  readonly order: ExportOrder;
  readonly source: ExportSource;
}

/** Whose rows an order means, and by how much their times move. */
@Injectable()
export class ExportSources {
  readonly #studies: StudiesRepository;

  constructor(studies: StudiesRepository) {
    this.#studies = studies;
  }

  ofWearer(who: Identity, wearer: WearerRef, wanted: NewExport): Ordered {
    const order: ExportOrder = { ...wanted, study: null, scopes: who.scopes };
    return { order, source: ownSource(order, actorOf(who), wearer) };
  }

  /** The study moves the dates, whatever is asked for. Throws a NotFoundException. */
  async ofStudy(who: Identity, study: string, wanted: NewStudyExport): Promise<Ordered> {
    const { participant, format, tables, fromUs = null, untilUs = null } = wanted;
    const order: ExportOrder = {
      ...{ format, tables, fromUs, untilUs, dateShiftDays: 0 },
      ...{ study: { id: study, participant }, scopes: who.scopes },
    };
    const source = await this.#studySource(order, actorOf(who));
    if (source !== null) return { order, source };
    throw new NotFoundException(
      `There is no participant ${participant} in study ${study} whose data you may see now.`,
    );
  }

  /** Of an order that was kept. Throws a {@link NotOpen}. */
  async again(order: ExportOrder, personId: number, wearerId: number): Promise<ExportSource> {
    const actor = { personId, scopes: order.scopes };
    if (order.study !== null) return (await this.#studySource(order, actor)) ?? refuse();
    const uuid = await this.#studies.uuidOf(actor, wearerId);
    return uuid === null ? refuse() : ownSource(order, actor, { id: wearerId, uuid });
  }

  async #studySource(order: ExportOrder, actor: Actor): Promise<ExportSource | null> {
    const { id, participant } = order.study!;
    const found = await this.#studies.participant(actor, id, participant);
    if (found === null) return null;
    const { studyId, wearerId, shiftDays } = found;
    return sourceOf(order, { actor: { ...actor, studyId }, wearerId, subject: participant, shiftDays });
  }
}

function actorOf({ personId, scopes }: Identity): Actor {
  return { personId, scopes };
}

function ownSource(order: ExportOrder, actor: Actor, { id, uuid }: WearerRef): ExportSource {
  const hash = createHash('sha256').update(uuid).digest('hex');
  const subject = `sub-${hash.slice(0, SUBJECT_LENGTH)}`;
  return sourceOf(order, { actor, wearerId: id, subject, shiftDays: order.dateShiftDays });
}

const REMEDY =
  'A consent may have ended or been withdrawn, or the study was closed: what is open now can be ordered.';

/** The wearer does not let them see it, or not any more. */
export class NotOpen extends KnownProblem {
  constructor(detail: string) {
    super('wearer_not_open', HttpStatus.FORBIDDEN, detail, { remedy: REMEDY });
  }
}

function refuse(): never {
  throw new NotOpen('The wearer does not let you see this any more.');
}
