import { Injectable } from '@nestjs/common';
import type { BoutPage } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import type { Actor } from '../database/people-database.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { BoutsRepository } from './bouts.repository.ts';
import { mergeBouts } from './merge-bouts.ts';

const MOST_DAYS = 366;
/** A page holds the bouts that begin in one week: those of several sessions are laid over each other as a whole. */
const PAGE_US = 7 * 86_400e6;

@Injectable()
export class BoutsService {
  readonly #repository: BoutsRepository;

  constructor(repository: BoutsRepository) {
    this.#repository = repository;
  }

  /** Bouts that begin in the span, and the one that is going on when it begins. */
  async page(
    actor: Actor,
    { id }: WearerRef,
    span: AskedSpan,
    cursor: string | undefined,
  ): Promise<BoutPage> {
    checkSpan(span, MOST_DAYS);
    const fromUs = readCursor(cursor, 1)?.[0] ?? span.fromUs;
    const untilUs = Math.min(span.untilUs, fromUs + PAGE_US);
    const sessions = await this.#repository.betweenFor(actor, id, fromUs, untilUs);
    const first = fromUs === span.fromUs;
    const bouts = mergeBouts([...sessions.values()]).filter(
      ({ startUs, endUs }) => startUs < untilUs && (first ? endUs > fromUs : startUs >= fromUs),
    );
    return { bouts, next: untilUs < span.untilUs ? writeCursor([untilUs]) : null };
  }
}
