import { Injectable } from '@nestjs/common';
import type {
  BendCalibration,
  Calibration,
  MountingEvent,
  MountingSeed,
  MountingState,
} from '@plumbline/core';
import { Database, type Row } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';
import { SEED_LATER } from '../ingest/ingest.sql.ts';
import type { BendsSource } from './bends-run.ts';

const KEEP = `
  insert into calibration (wearer_id, session_id, stream_id, tenant_id, kind, at, parameters)
  select wearer_id, session_id, id, tenant_id, 'bends', ${atUs('$2')}, $3 from stream where id = $1`;
/** The whole session is told anew with it. */
const SEED = `
  with seeded as (update wear_session set seed = $2, seed_from = 'bends' where id = $1 returning id, tenant_id, started_at)
  insert into recompute (session_id, tenant_id, from_at) select id, tenant_id, started_at from seeded
  on conflict (session_id) do update set from_at = least(recompute.from_at, excluded.from_at), queued_at = now()`;

const HISTORY = `
  select c.id, ${usOf('c.at')} as "atUs", c.kind, w.uuid as "sessionId", c.parameters,
    array(select distinct n.key from stream s join sensor n on n.id = s.sensor_id where s.session_id = w.id
      order by n.key) as sensors
  from calibration c join wear_session w on w.id = c.session_id
  where c.wearer_id = $1 and c.at >= ${atUs('$2')} and c.at < ${atUs('$3')} order by c.at desc, c.kind limit $4`;

/** As it is stored, by kind. */
export interface CalibrationRow {
  readonly id: string;
  readonly atUs: number;
  readonly kind: string;
  readonly sessionId: string;
  readonly sensors: readonly string[];
  readonly parameters: Partial<
    MountingState & MountingEvent & BendCalibration & { seed: MountingSeed | null; calibration: Calibration }
  >;
}

@Injectable()
export class MountingRepository {
  readonly #people: PeopleDatabase;
  readonly #workers: Database;

  constructor(people: PeopleDatabase, workers: Database) {
    this.#people = people;
    this.#workers = workers;
  }

  /** The session begins with it from now on, and those after it. */
  async keepBends({ streamId, sessionId }: BendsSource, result: BendCalibration): Promise<void> {
    const { seed } = result;
    await this.#workers.transaction(async (queries) => {
      await queries.query(KEEP, [streamId, seed.calibratedAtUs, JSON.stringify(result)]);
      await queries.query(SEED, [sessionId, JSON.stringify(seed)]);
      await queries.query(SEED_LATER, [[sessionId]]);
    });
  }

  /** The latest first. */
  history(
    actor: Actor,
    wearerId: number,
    fromUs: number,
    untilUs: number,
    limit: number,
  ): Promise<CalibrationRow[]> {
    const values = [wearerId, fromUs, untilUs, limit];
    return this.#people.as(actor, (queries) => queries.query<CalibrationRow & Row>(HISTORY, values));
  }
}
