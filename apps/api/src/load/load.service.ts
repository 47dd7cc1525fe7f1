import { Injectable } from '@nestjs/common';
import type { LoadPage } from '@plumbline/contract';
import type { LoadRow } from '@plumbline/core';
import type { WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { type AskedSpan, checkSpan } from '../http/span.ts';
import { DayRowsRepository } from '../summaries/day-rows.repository.ts';

const MOST_DAYS = 366;

@Injectable()
export class LoadService {
  readonly #database: PeopleDatabase;
  readonly #rows: DayRowsRepository;

  constructor(database: PeopleDatabase, rows: DayRowsRepository) {
    this.#database = database;
    this.#rows = rows;
  }

  page(
    actor: Actor,
    { id }: WearerRef,
    span: AskedSpan,
    cursor: string | undefined,
    limit: number,
  ): Promise<LoadPage> {
    checkSpan(span, MOST_DAYS);
    const fromUs = readCursor(cursor, 1)?.[0] ?? span.fromUs;
    return this.#database.as(actor, async (queries) => {
      const rows = await this.#rows.load(queries, id, fromUs, span.untilUs, limit);
      const toUs = rows.length < limit ? span.untilUs : rows.at(-1)!.tUs;
      const breaks = await this.#rows.breaks(queries, id, fromUs, toUs);
      return { ...columns(rows), breaks, next: toUs < span.untilUs ? writeCursor([toUs]) : null };
    });
  }
}

function columns(rows: readonly LoadRow[]): Omit<LoadPage, 'breaks' | 'next'> {
  const of = (pick: (row: LoadRow) => number | null | undefined): (number | null)[] =>
    rows.map((row) => pick(row) ?? null);
  return {
    tUs: rows.map(({ tUs }) => tUs),
    band: rows.map(({ band }) => band),
    holdingS: rows.map(({ holdingS }) => holdingS),
    budgetShare: of((row) => row.budgetShare),
    creep: of((row) => row.creep),
    leaning: of((row) => row.leaning),
    shifts15min: of((row) => row.shifts15min),
    fidgets15min: of((row) => row.fidgets15min),
    unbrokenS: of((row) => row.unbrokenS),
  };
}
