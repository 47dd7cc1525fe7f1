import type { Scope } from '@plumbline/contract';
import type { Row } from '../database/database.ts';
import type { PeopleDatabase } from '../database/people-database.ts';
import type { ExportSource } from './export-order.ts';

const MAY = 'select $1::int = any (readable($2)) as may';

/** The wearer does not let them see it (any more). */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Rows of the one whose data are exported, as whoever ordered it may see them at this moment. */
export class ExportRows {
  readonly #people: PeopleDatabase;

  constructor(people: PeopleDatabase) {
    this.#people = people;
  }

  /** Throws a NotAllowed, so that no export ends early in silence. */
  rows<R extends Row>(
    { actor, wearerId }: ExportSource,
    scope: Scope,
    sql: string,
    values: readonly unknown[],
  ): Promise<R[]> {
    return this.#people.as(actor, async (queries) => {
      const [row] = await queries.query<{ may: boolean }>(MAY, [wearerId, scope]);
      if (!row!.may) throw new NotAllowed(`The wearer does not let you see this (${scope}).`);
      return queries.query<R>(sql, values);
    });
  }
}
