import { Injectable } from '@nestjs/common';
import type { RotationPage } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';

const MOST_DAYS = 366;

@Injectable()
export class RotationService {
  readonly #database: PeopleDatabase;
  readonly #rows: DayRowsRepository;

  constructor(database: PeopleDatabase, rows: DayRowsRepository) {
    this.#database = database;
    this.#rows = rows;
  }

  async page(
    actor: Actor,
    { id }: WearerRef,
    span: AskedSpan,
    cursor: string | undefined,
    limit: number,
  ): Promise<RotationPage> {
    checkSpan(span, MOST_DAYS);
    const after = readCursor(cursor, 2) as readonly [number, number] | null;
    const { rotations, last } = await this.#database.as(actor, (queries) =>
      this.#rows.rotationPage(queries, id, span.fromUs, span.untilUs, { after, limit }),
    );
    return { rotations: [...rotations], next: last === null ? null : writeCursor([...last]) };
  }
}
