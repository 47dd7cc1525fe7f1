import type { Rows } from './test-api.ts';
import type { Known } from './traces.ts';

/**
 * A row of somebody in every table that nothing else in a test has filled, but in `recompute`: what stands there is taken at
 * once, and told anew.
 */
export async function fillTheRest(api: Rows, { ids }: Known): Promise<void> {
  for (const sql of [...measured(ids), ...said(ids), ...kept(ids), TRIAL]) await api.rows(sql);
}

type Ids = Known['ids'];

const measured = ({ wearer, session, stream }: Ids): string[] => [
  `insert into minute_summary (wearer_id, time, algorithm, tenant_id, observed_s, state_s) values (${wearer}, now(), 1, 1, 60, '{60}')`,
  `insert into day_summary values (${wearer}, '2026-11-02', 1, 1, 'UTC', now(), now(), true, '[]', now())`,
  `insert into summary_due values (${wearer}, '2099-11-02', 1, now())`,
  `insert into calibration (tenant_id, wearer_id, session_id, at, kind, parameters) values (1, ${wearer}, ${session}, now(), 'x', '{}')`,
  `insert into rotation_event (peak_at, started_at, ended_at, wearer_id, session_id, tenant_id, peak_cdeg, kind, context, algorithm, provisional)
    values (now(), now(), now(), ${wearer}, ${session}, 1, 100, 'turn', 1, 1, false)`,
  `insert into load_10s (wearer_id, session_id, tenant_id, time, holding_s, band, creep, shifts_15min, fidgets_15min, provisional, algorithm)
    values (${wearer}, ${session}, 1, now(), 0, 'upright', 0, 0, 0, false, 1)`,
  `insert into break_credit select ${wearer}, now(), ${session}, 1, now(), 0, true, true, null, null, null, 1, 1, false`,
  `insert into gap select ${stream}, 999, 1, now(), now(), 1, true, 'x'`,
  `insert into device_state (stream_id, seq, tenant_id, at, config) values (${stream}, 999, 1, now(), '{}')`,
  `insert into rejected_record select ${stream}, 999, 1, 'a', 'b', 'c', now()`,
];

const said = ({ wearer, person }: Ids): string[] => [
  `insert into label (tenant_id, wearer_id, author_person_id, start_at, end_at, state) values (1, ${wearer}, ${person}, now(), now() + interval '1 h', 1)`,
  `insert into note (tenant_id, wearer_id, author_person_id, at, kind, text) values (1, ${wearer}, ${person}, now(), 'note', 'x')`,
  `insert into alert (tenant_id, wearer_id, raised_at, kind, reason) values (1, ${wearer}, now(), 'x', 'x')`,
  `insert into plan (tenant_id, wearer_id, author_person_id, settings) values (1, ${wearer}, ${person}, '{}')`,
  `insert into nudge_event (wearer_id, tenant_id, event) values (${wearer}, 1, '{}')`,
  `insert into nudge_setting (wearer_id, tenant_id, settings) values (${wearer}, 1, '{}')`,
];

const kept = ({ wearer, person, stream }: Ids): string[] => [
  `insert into reanalysis_day (job_id, date, wearer_id, tenant_id) select id, '2026-11-02', ${wearer}, 1 from job where wearer_id = ${wearer} limit 1`,
  `insert into deletion (tenant_id, person_id, kind, removed) values (1, ${person}, 'range', '{}')`,
  `insert into study_member select id, ${person} from study limit 1`,
  `insert into participant (study_id, wearer_id, tenant_id, pseudonym) select id, ${wearer}, 1, 'P1' from study limit 1`,
  `insert into pairing_code (code_sha256, tenant_id, person_id, wearer_id, expires_at) values (sha256('x'), 1, ${person}, ${wearer}, now() + interval '1 d')`,
  `insert into recovery_code (code_sha256, tenant_id, person_id, expires_at) values (sha256('x'), 1, ${person}, now() + interval '1 d')`,
  `insert into sensor_choice (person_id, sensor_id, tenant_id, name) select ${person}, sensor_id, 1, 'x' from stream where id = ${stream}`,
];

/** What an analysis beside the one that is shown holds while it goes on: copies. */
const TRIAL = `
  do $$ declare name text; begin
    for name in select relname from pg_class where relnamespace = 'plumbline_trial'::regnamespace and relkind = 'r' loop
      execute format('insert into plumbline_trial.%I select t.* from plumbline.%I t, wear_session w
        where w.id = (select max(id) from wear_session) and (to_jsonb(t) ->> ''session_id'' = w.id::text
          or not to_jsonb(t) ? ''session_id'' and to_jsonb(t) ->> ''wearer_id'' = w.wearer_id::text)', name, name);
    end loop;
  end $$`;
