import { Injectable } from '@nestjs/common';
import type { PostureState } from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { believedFirst, postureOf } from '../database/posture-codes.ts';
import { atUs } from '../database/wire.ts';

const SECONDS_BY_STATE = `
  select state, count(*)::float8 as seconds, sum(coverage_pm)::float8 / 1000 as sampled from (
    select distinct on (time) state, coverage_pm from posture_1s
    where wearer_id = $1 and time >= ${atUs('$2')} and time < ${atUs('$3')}
    order by time desc, ${believedFirst('state')}
  ) as second group by state`;

const LAST_PROBABILITY = `
  select probability_pm::float8 / 1000 as probability from posture_1s
  where wearer_id = $1 and time >= ${atUs('$2')} and time < ${atUs('$3')} order by time desc, ${believedFirst('state')} limit 1`;

/** Of a posture: how many seconds, and how many seconds' worth of samples they hold. */
export interface StateTime {
  readonly seconds: number;
  readonly sampledS: number;
}

/** Whoever asks brings the connection. */
@Injectable()
export class TodayRepository {
  async secondsByState(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
  ): Promise<Map<PostureState, StateTime>> {
    const rows = await queries.query<{ state: number; seconds: number; sampled: number }>(SECONDS_BY_STATE, [
      wearerId,
      startUs,
      endUs,
    ]);
    return new Map(
      rows.map(({ state, seconds, sampled }) => [postureOf(state), { seconds, sampledS: sampled }]),
    );
  }

  /** Of the posture of the last second; 0 when there is none. */
  async lastProbability(queries: Queries, wearerId: number, startUs: number, endUs: number): Promise<number> {
    const [row] = await queries.query<{ probability: number }>(LAST_PROBABILITY, [wearerId, startUs, endUs]);
    return row?.probability ?? 0;
  }
}
