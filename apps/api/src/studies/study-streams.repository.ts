import { Injectable } from '@nestjs/common';
import type { StudyStream } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';
import { StudiesRepository } from './studies.repository.ts';

const MOST_STREAMS = 5_000;

/** Whose streams appear follows from the study and the consents in force; times are moved as in its exports. */
const STREAMS = `
  with mine as (
    select t.pseudonym, t.date_shift_days * interval '1 day' as shift, r.*,
      row_number() over (partition by r.wearer_id order by r.opened_at, r.id)::int as number
    from participant t join stream r on r.wearer_id = t.wearer_id
    where t.study_id = $1 and t.left_at is null and t.wearer_id = any (known())
  )
  select m.pseudonym as participant, m.number as stream, s.driver, m.rate_hz as "rateHz",
    array(select distinct c ->> 'quantity' from jsonb_array_elements(m.channels) c order by 1) as quantities,
    ${usOf('m.opened_at + m.shift')} as "openedUs", ${usOf('p.last_sample_at + m.shift')} as "lastSampleUs",
    coalesce(p.samples, 0)::float8 as samples, coalesce(p.rejected, 0)::float8 as "rejectedRecords",
    lost.gaps, lost.missing as "missingSamples"
  from mine m join sensor s on s.id = m.sensor_id left join stream_progress p on p.stream_id = m.id
  cross join lateral (select count(*)::int as gaps, coalesce(sum(g.missing), 0)::float8 as missing
    from gap g where g.stream_id = m.id) lost
  order by 1, 2 limit ${MOST_STREAMS}`;

/** How well the streams of a study came through. */
@Injectable()
export class StudyStreamsRepository {
  readonly #database: PeopleDatabase;
  readonly #studies: StudiesRepository;

  constructor(database: PeopleDatabase, studies: StudiesRepository) {
    this.#database = database;
    this.#studies = studies;
  }

  /** Null: no study that is open and that one works on. */
  async list(actor: Actor, uuid: string): Promise<StudyStream[] | null> {
    const studyId = await this.#studies.openStudy(actor, uuid);
    if (studyId === null) return null;
    return this.#database.as({ ...actor, studyId }, (queries) =>
      queries.query<StudyStream & Record<string, unknown>>(STREAMS, [studyId]),
    );
  }
}
