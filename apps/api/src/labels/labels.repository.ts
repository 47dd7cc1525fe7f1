import { Injectable } from '@nestjs/common';
import type { Label, NewLabel } from '@plumbline/contract';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { POSTURE_CODES } from '../database/posture-codes.ts';
import { atUs, usOf } from '../database/wire.ts';

const LABELS = `
  select l.id, ${usOf('l.start_at')} as "fromUs", ${usOf('l.end_at')} as "untilUs", p.name as state,
    ${usOf('l.created_at')} as "createdUs", ${usOf('l.withdrawn_at')} as "withdrawnUs",
    coalesce(l.author_person_id = actor(), false) as own, is_queued(l.wearer_id, l.start_at, l.end_at) as waiting
  from label l join posture_state p on p.id = l.state`;
const BETWEEN = `${LABELS}
  where l.wearer_id = $1 and l.end_at > ${atUs('$2')} and l.start_at < ${atUs('$3')} order by l.start_at, l.created_at limit $4`;
const SAY = `insert into label (tenant_id, wearer_id, author_person_id, start_at, end_at, state)
  values ((select actor_tenant()), $1, $2, ${atUs('$3')}, ${atUs('$4')}, $5) returning id`;
const WITHDRAW = `update label set withdrawn_at = now()
  where id = $1 and wearer_id = $2 and author_person_id = $3 and withdrawn_at is null returning start_at, end_at`;
const QUEUE = `select queue_labelled($1, start_at, end_at) from label where id = $2`;

@Injectable()
export class LabelsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** Those that were withdrawn too. */
  between(actor: Actor, wearerId: number, fromUs: number, untilUs: number, limit: number): Promise<Label[]> {
    const values = [wearerId, fromUs, untilUs, limit];
    return this.#database.as(actor, (queries) =>
      queries.query<Label & Record<string, unknown>>(BETWEEN, values),
    );
  }

  say(identity: Identity, wearerId: number, { fromUs, untilUs, state }: NewLabel): Promise<Label> {
    return this.#database.as(identity, async (queries) => {
      const values = [wearerId, identity.personId, fromUs, untilUs, POSTURE_CODES[state]];
      const [row] = await queries.query<{ id: string }>(SAY, values);
      return this.#queue(queries, wearerId, row!.id);
    });
  }

  /** Null: there is no such label of one's own in force. */
  withdraw(identity: Identity, wearerId: number, id: string): Promise<Label | null> {
    return this.#database.as(identity, async (queries) => {
      const rows = await queries.query(WITHDRAW, [id, wearerId, identity.personId]);
      return rows.length === 0 ? null : this.#queue(queries, wearerId, id);
    });
  }

  async #queue(queries: Queries, wearerId: number, id: string): Promise<Label> {
    await queries.query(QUEUE, [wearerId, id]);
    const [label] = await queries.query<Label & Record<string, unknown>>(`${LABELS} where l.id = $1`, [id]);
    return label!;
  }
}
