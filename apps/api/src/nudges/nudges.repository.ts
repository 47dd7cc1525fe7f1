import { Injectable } from '@nestjs/common';
import type { NudgeSettings } from '@plumbline/contract';
import type { NudgeEvent } from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { atUs, usOf } from '../database/wire.ts';
import type { HeardEvent } from './day-nudges.ts';

const HEARD = `
  select ${usOf('at')} as "atUs", event from nudge_event
  where wearer_id = $1 and at >= ${atUs('$2')} and at < ${atUs('$3')} order by at, id`;
const SAY = `insert into nudge_event (wearer_id, tenant_id, at, event)
  values ($1, (select actor_tenant()), ${atUs('$2')}, $3)`;
const SET = `insert into nudge_setting (wearer_id, tenant_id, settings) values ($1, (select actor_tenant()), $2)
  on conflict (wearer_id) do update set settings = excluded.settings, updated_at = now()`;

/** A pause may have been said on an earlier day and go on: what was said up to this long before is heard again. */
const HEARD_BEFORE_US = 31 * 86_400e6;

/** What the wearer said to the policy; whoever asks brings the connection. */
@Injectable()
export class NudgesRepository {
  /** All that may hold between these times, in order of time. */
  heard(queries: Queries, wearerId: number, startUs: number, endUs: number): Promise<HeardEvent[]> {
    return queries.query<HeardEvent & Record<string, unknown>>(HEARD, [
      wearerId,
      startUs - HEARD_BEFORE_US,
      endUs,
    ]);
  }

  async say(queries: Queries, wearerId: number, tUs: number, event: NudgeEvent): Promise<void> {
    await queries.query(SAY, [wearerId, tUs, JSON.stringify(event)]);
  }

  async set(queries: Queries, wearerId: number, settings: NudgeSettings): Promise<void> {
    await queries.query(SET, [wearerId, JSON.stringify(settings)]);
  }
}
