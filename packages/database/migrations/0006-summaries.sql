-- What summaries and suggestions are computed from, kept as the pipeline said it.

-- Null in rows of earlier versions.
alter table load_10s add column posture smallint;
alter table load_10s add column budget_share real;
alter table load_10s add column leaning real;
alter table load_10s add column unbroken_s real;
alter table load_10s add column unvaried_s real;

-- What interrupting sitting gave back; provisional as in rotation_event.
create table break_credit (
  wearer_id int not null references wearer,
  started_at timestamptz not null,
  session_id int not null references wear_session,
  tenant_id int not null references tenant,
  ended_at timestamptz not null,
  moving_s real not null,
  posture_changed boolean not null,
  band_left boolean not null,
  creep_before real,
  creep_after real,
  creep_recovered real,
  stillness_recovered real not null,
  algorithm smallint not null references algorithm,
  provisional boolean not null,
  primary key (wearer_id, started_at, session_id)
);
create index break_credit_provisional on break_credit (session_id) where provisional;

-- How the wearer wants to be reminded; without a row, as it is delivered.
create table nudge_setting (
  wearer_id int primary key references wearer,
  tenant_id int not null references tenant,
  settings jsonb not null,
  updated_at timestamptz not null default now()
);

-- Snoozes, pauses and the like, as the policy hears them.
create table nudge_event (
  id uuid primary key default gen_random_uuid(),
  wearer_id int not null references wearer,
  tenant_id int not null references tenant,
  at timestamptz not null default now(),
  event jsonb not null
);
create index nudge_event_wearer on nudge_event (wearer_id, at);

-- discomfort: CR-10, 0 to 10, in value.
alter table note add column value real;
alter table note drop constraint note_kind_check;
alter table note add constraint note_kind_check check (kind in ('note', 'marker', 'response_24h', 'discomfort'));
alter table note add constraint note_value_check check ((kind = 'discomfort') = (value is not null) and value between 0 and 10);

-- taken: a worker has begun to summarise the day; what is stored from then on puts it back into the queue.
alter table summary_due add column taken boolean not null default false;

-- trend: of the measures that are followed over months, [value, coverage, low, high] by id. valid: counts in a week.
alter table day_summary add column trend jsonb not null default '{}';
alter table day_summary add column valid boolean not null default false;
alter table day_summary add column reasons text[] not null default '{}';
alter table day_summary add column worn_min real not null default 0;
alter table day_summary add column declared_worn_min real not null default 0;
alter table day_summary add column walking_min real not null default 0;
create index day_summary_open on day_summary (end_at) where not complete;

-- Days from before there were summaries.
insert into summary_due (wearer_id, date, tenant_id)
  select distinct b.wearer_id, day::date, b.tenant_id from bout b join wear_session s on s.id = b.session_id
    cross join lateral generate_series(date_trunc('day', b.started_at at time zone s.time_zone),
      b.ended_at at time zone s.time_zone, interval '1 day') as day
  on conflict do nothing;
