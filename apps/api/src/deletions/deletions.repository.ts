import { Injectable } from '@nestjs/common';
import type { Deletion, NewDeletion } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

/** What was removed from the database, and where files lie that are to go too. */
export interface Erased {
  readonly deletion: Deletion;
  readonly paths: readonly string[];
}

interface ErasedRow extends Record<string, unknown> {
  removed: Record<string, number>;
  paths: string[];
}

const COLUMNS = `id, kind, ${usOf('from_at')} as "fromUs", ${usOf('until_at')} as "untilUs",
  ${usOf('requested_at')} as "requestedUs", removed`;
const RECORD = `insert into deletion (tenant_id, person_id, kind, from_at, until_at, removed)
  values ($1, $2, 'range', ${atUs('$3')}, ${atUs('$4')}, $5) returning ${COLUMNS}`;
const ERASE_RANGE = `select e.* from erase_range(${atUs('$1')}, ${atUs('$2')}) e where actor_tenant() is not null`;
const IS_LAST_OPERATOR = `
  select acts_as('operator') and exists (select from account where person_id <> actor())
    and not exists (select from account a join person p on p.id = a.person_id
      where p.id <> actor() and p.disabled_at is null and 'operator' = any (p.roles)) as last`;
const ERASE_PERSON = 'select e.* from erase_person() e where actor_tenant() is not null';

@Injectable()
export class DeletionsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  list(actor: Actor): Promise<Deletion[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<Deletion & Record<string, unknown>>(
        `select ${COLUMNS} from deletion order by requested_at desc`,
      ),
    );
  }

  /** Null: nobody is there any more. */
  eraseRange(
    identity: Identity,
    { fromUs, untilUs }: NewDeletion & { kind: 'range' },
  ): Promise<Erased | null> {
    return this.#database.as(identity, async (queries) => {
      const [erased] = await queries.query<ErasedRow>(ERASE_RANGE, [fromUs, untilUs]);
      if (erased === undefined) return null;
      const { removed, paths } = erased;
      const values = [identity.tenantId, identity.personId, fromUs, untilUs, JSON.stringify(removed)];
      const [deletion] = await queries.query<Deletion & Record<string, unknown>>(RECORD, values);
      return { deletion: deletion!, paths };
    });
  }

  /** Others have accounts here that nobody could look after any more. */
  async isLastOperator(actor: Actor): Promise<boolean> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<{ last: boolean }>(IS_LAST_OPERATOR),
    );
    return row!.last;
  }

  /** The report is all that is left of it. Null: nobody is there any more. */
  erasePerson(actor: Actor): Promise<Erased | null> {
    return this.#database.as(actor, async (queries) => {
      const [erased] = await queries.query<ErasedRow>(ERASE_PERSON);
      if (erased === undefined) return null;
      const { removed, paths } = erased;
      const span = { fromUs: null, untilUs: null, requestedUs: Date.now() * 1000 };
      return { deletion: { id: crypto.randomUUID(), kind: 'person', ...span, removed }, paths };
    });
  }
}
