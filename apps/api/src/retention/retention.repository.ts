import { Injectable } from '@nestjs/common';
import type { Retention } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import { Database } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';

const READ =
  'select raw_days as "rawDays", second_days as "secondDays" from tenant where id = (select actor_tenant())';
const SET = 'update tenant set raw_days = $1, second_days = $2 where id = (select actor_tenant())';

@Injectable()
export class RetentionRepository {
  readonly #people: PeopleDatabase;
  readonly #workers: Database;

  constructor(people: PeopleDatabase, workers: Database) {
    this.#people = people;
    this.#workers = workers;
  }

  async read(actor: Actor): Promise<Retention> {
    const [row] = await this.#people.as(actor, (queries) =>
      queries.query<Retention & Record<string, unknown>>(READ),
    );
    return row!;
  }

  async set(actor: Actor, { rawDays, secondDays }: Retention): Promise<void> {
    await this.#people.as(actor, async (queries) => {
      await queries.query(SET, [rawDays, secondDays]);
      await audit(queries, actor, 'retention changed', null, { rawDays, secondDays });
    });
  }

  /** Partitions of the weeks to come, and away with what is older than its tenant wants; says what went. */
  async apply(): Promise<Record<string, number>> {
    await this.#workers.query('select make_partitions()');
    const [row] = await this.#workers.query<{ done: Record<string, number> }>(
      'select apply_retention() as done',
    );
    return row!.done;
  }
}
