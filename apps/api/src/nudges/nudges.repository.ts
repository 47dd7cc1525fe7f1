import { Injectable } from '@nestjs/common';
import type { Queries } from '../database/database.ts';
import { atUs, usOf } from '../database/wire.ts';
import type { HeardEvent } from './day-nudges.ts';

const HEARD = `
  select ${usOf('at')} as "atUs", event from nudge_event
  where wearer_id = $1 and at >= ${atUs('$2')} and at < ${atUs('$3')} order by at, id`;

/** What the wearer said to the policy; whoever asks brings the connection. */
@Injectable()
export class NudgesRepository {
  heard(queries: Queries, wearerId: number, startUs: number, endUs: number): Promise<HeardEvent[]> {
    return queries.query<HeardEvent & Record<string, unknown>>(HEARD, [wearerId, startUs, endUs]);
  }
}
