import { Injectable } from '@nestjs/common';
import type { Alert, AlertAnswer, NewAlert } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

const COLUMNS = `id, ${usOf('raised_at')} as "raisedUs", kind, reason, channel, ${usOf('answered_at')} as "answeredUs", answer`;
const BETWEEN = `select ${COLUMNS} from alert
  where wearer_id = $1 and raised_at >= ${atUs('$2')} and raised_at < ${atUs('$3')} order by raised_at desc limit $4`;
const RAISE = `insert into alert (wearer_id, tenant_id, raised_at, kind, reason, channel)
  values ($1, (select actor_tenant()), ${atUs('$2')}, $3, $4, $5) on conflict do nothing`;
const ONE = `select ${COLUMNS} from alert where wearer_id = $1 and kind = $2 and raised_at = ${atUs('$3')}`;
const ANSWER = `update alert set answer = $3, answered_at = now() where wearer_id = $1 and id = $2 returning ${COLUMNS}`;

type Row = Alert & Record<string, unknown>;

@Injectable()
export class AlertsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  between(actor: Actor, wearerId: number, fromUs: number, untilUs: number, limit: number): Promise<Alert[]> {
    const values = [wearerId, fromUs, untilUs, limit];
    return this.#database.as(actor, (queries) => queries.query<Row>(BETWEEN, values));
  }

  /** The one that is there, where it was told before. */
  raise(actor: Actor, wearerId: number, alert: NewAlert): Promise<Alert> {
    const { raisedUs, kind, reason, channel } = alert;
    return this.#database.as(actor, async (queries) => {
      await queries.query(RAISE, [wearerId, raisedUs, kind, reason, channel]);
      const [row] = await queries.query<Row>(ONE, [wearerId, kind, raisedUs]);
      return row!;
    });
  }

  /** Null: there is no such suggestion. */
  async answer(actor: Actor, wearerId: number, id: string, { answer }: AlertAnswer): Promise<Alert | null> {
    const values = [wearerId, id, answer];
    const [row] = await this.#database.as(actor, (queries) => queries.query<Row>(ANSWER, values));
    return row ?? null;
  }
}
