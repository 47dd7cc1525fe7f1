/**
 * What the roles of `access/` may do with which table and column, said a second time and from the other side: a right that
 * goes beyond it is found by rights.test.ts.
 */

type Rights = Readonly<Record<string, string>>;

/** Of requests of people: which rows is told by policies. What is measured and computed they cannot change at all. */
export const RIGHTS_OF_API: Rights = {
  select: `algorithm posture_state sensor stream stream_progress gap device_state rejected_record wear_session backup_run
    bout rotation_event break_credit minute_summary day_summary summary_due calibration reanalysis_day export
    plumbline_view.load_10s plumbline_view.posture_1s plumbline_view.raw_block`,
  'select, insert': 'audit_log deletion nudge_event plan wearer',
  'select, insert, delete': 'study_member',
  'select, update (raw_days, second_days)': 'tenant',
  'select, insert, update (disabled_at, name, roles)': 'person',
  'select (changed_at, login, person_id), insert, update (changed_at, password_hash)': 'account',
  'select (created_at, expires_at, id, person_id, seen_at), insert, delete': 'browser_session',
  'select (created_at, expires_at, id, kind, name, person_id, revoked_at, scopes, tenant_id, used_at, wearer_id), insert, update (revoked_at)':
    'access_token',
  'select (created_at, expires_at, person_id, wearer_id), insert, delete': 'pairing_code',
  'select, insert, update (withdrawn_at)': 'consent label',
  'select, insert, update (closed_at, name, purpose)': 'study',
  'select, insert, update (left_at)': 'participant',
  'select, insert, update (forgotten_at, name)': 'sensor_choice',
  'select, insert, update (at, changed_at, text, value), delete': 'note',
  'select, insert, update (answer, answered_at)': 'alert',
  'select, insert, update (settings, updated_at)': 'nudge_setting',
  'select, insert, update (state)': 'job',
};

/** Of everybody, and so of nothing that says who somebody is. */
export const RIGHTS_OF_WORKER: Rights = {
  select: 'tenant wearer posture_state nudge_setting nudge_event',
  'select (created_at, end_at, id, start_at, state, wearer_id, withdrawn_at)': 'label',
  'select, insert': 'algorithm alert gap device_state rejected_record',
  'select, update': 'job',
  'select, insert, update': 'sensor wear_session stream stream_progress raw_block',
  'select, insert, update, delete': `session_pipeline posture_1s bout rotation_event load_10s recompute minute_summary
    day_summary summary_due break_credit calibration reanalysis_day export
    plumbline_trial.posture_1s plumbline_trial.bout plumbline_trial.rotation_event plumbline_trial.load_10s
    plumbline_trial.break_credit plumbline_trial.session_pipeline plumbline_trial.summary_due`,
};

/** The rows that the views hand on. */
export const RIGHTS_OF_READER: Rights = { select: 'load_10s posture_1s raw_block stream' };

/** A second wearer, a therapist whom the first one lets see summaries, one whom they let into the diary, and what is theirs. */
export const NEIGHBOURS = `
  delete from consent;
  insert into person (tenant_id, name, roles) values
    (1, 'neighbour', '{wearer}'), (1, 'newcomer', '{wearer}'),
    (1, 'reader of summaries', '{therapist}'), (1, 'reader of the diary', '{therapist}');
  insert into wearer (tenant_id, person_id) select 1, id from person where name = 'neighbour';
  insert into account (person_id, login, password_hash) select id, name, 'x' from person
    where name in ('neighbour', 'reader of summaries', 'reader of the diary');
  insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until)
    select 1, 1, id, 'x', array[case name when 'reader of summaries' then 'summary' else 'diary' end], now() + interval '1 d'
    from person where name like 'reader of %';
  insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until, withdrawn_at)
    select 1, 1, id, 'over', '{summary,detail,raw,live,diary}', now() + interval '1 d', now() from person where name = 'therapist of local';
  insert into browser_session (secret_sha256, person_id, expires_at) select sha256('n'), id, now() + interval '1 d'
    from person where name = 'neighbour';
  insert into access_token (kind, secret_sha256, tenant_id, person_id, wearer_id, name, scopes, expires_at)
    select 'gateway', sha256(id::text::bytea), 1, person_id, id, 'x', '{ingest}', now() + interval '1 d'
    from wearer where person_id is not null and tenant_id = 1;
  insert into label (tenant_id, wearer_id, author_person_id, start_at, end_at, state)
    select 1, 1, id, now(), now() + interval '1 h', 1 from person where name in ('Me', 'reader of the diary', 'therapist of local');
  insert into note (tenant_id, wearer_id, author_person_id, at, kind, text)
    select 1, 1, id, now(), 'note', 'x' from person where name in ('Me', 'reader of the diary', 'therapist of local');
  insert into job (tenant_id, person_id, wearer_id, kind) select 1, id, 1, 'export' from person where name = 'reader of the diary';
  insert into job (tenant_id, person_id, wearer_id, kind) select 1, id, 1, 'reanalysis' from person where name like 'reader of %';
  insert into reanalysis_day (job_id, date, wearer_id, tenant_id) select id, '2026-11-02', 1, 1 from job where kind = 'reanalysis';
  insert into audit_log (tenant_id, actor_person_id, action, wearer_id) select 1, id, 'x', 1 from person where name = 'reader of the diary';
  insert into backup_run default values;
  -- Whose a name is, for everybody: what is tried must not depend on who may look it up.
  create schema named;
  create function named.person(text) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select id from person where name = $1 $$;
  create function named.wearer(text) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select w.id from wearer w join person p on p.id = w.person_id where p.name = $1 $$;
  create function named.wearing(int) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select person_id from wearer where id = $1 $$;
  create function named.recorded(int) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select person_id from wearer w join stream s on s.wearer_id = w.id where s.id = $1 $$;
  create function named.study(text) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select id from study where name = $1 $$;
  create function named.sensor(tenant int) returns int language sql stable security definer set search_path = plumbline, pg_temp
    as $$ select min(id) from sensor where tenant_id = $1 $$;
  grant usage on schema named to plumbline_api`;
