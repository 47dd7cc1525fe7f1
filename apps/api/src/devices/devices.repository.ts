import { Injectable } from '@nestjs/common';
import type { Device } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';

/** Which sensors appear follows from who asks: one's own, or for operators all. */
const DEVICES = `
  select s.key as id, s.name, s.driver, ${usOf('s.first_seen_at')} as "firstSeenUs", ${usOf('last.at')} as "lastSampleUs",
    state.slope as "clockSlopePpm", state.residual as "clockResidualP95Ms",
    json_build_object('tUs', coalesce(battery.us, '{}'), 'percent', coalesce(battery.percent, '{}')) as battery,
    json_build_object('streams', week.streams, 'recordedH', week.hours, 'gaps', lost.gaps, 'missingSamples', lost.missing,
      'gapsPerHour', lost.gaps / nullif(week.hours, 0), 'rejectedRecords', week.rejected) as week
  from sensor s
  left join lateral (select max(p.last_sample_at) as at from stream r join stream_progress p on p.stream_id = r.id
    where r.sensor_id = s.id) last on true
  left join lateral (select d.clock_slope_ppm as slope, d.clock_residual_p95_ms as residual
    from stream r join device_state d on d.stream_id = r.id
    where r.sensor_id = s.id and d.clock_slope_ppm is not null order by d.at desc limit 1) state on true
  left join lateral (select array_agg(us order by us) as us, array_agg(percent order by us) as percent from (
    select ${usOf("date_trunc('day', d.at)")} as us, min(d.battery_percent)::float8 as percent
    from stream r join device_state d on d.stream_id = r.id
    where r.sensor_id = s.id and d.battery_percent is not null and d.at > now() - interval '30 days' group by 1) b) battery on true
  left join lateral (select count(*)::int as streams, coalesce(sum(p.rejected), 0)::float8 as rejected,
      coalesce(sum(p.samples / r.rate_hz) / 3600, 0)::float8 as hours
    from stream r join stream_progress p on p.stream_id = r.id
    where r.sensor_id = s.id and r.opened_at > now() - interval '7 days') week on true
  left join lateral (select count(*)::int as gaps, coalesce(sum(g.missing), 0)::float8 as missing
    from stream r join gap g on g.stream_id = r.id
    where r.sensor_id = s.id and r.opened_at > now() - interval '7 days') lost on true
  order by last.at desc nulls last, s.id limit $1`;

@Injectable()
export class DevicesRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  list(actor: Actor, limit: number): Promise<Device[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<Device & Record<string, unknown>>(DEVICES, [limit]),
    );
  }
}
