-- What is computed from the derived rows, and work that takes longer than a request.

-- The minute [time, time + 60 s). Each version of the algorithm has rows of its own: the newest is shown, and old and
-- new can be compared. state_s: seconds by posture_state.id, from 0.
create table minute_summary (
  wearer_id int not null references wearer,
  time timestamptz not null,
  algorithm smallint not null references algorithm,
  tenant_id int not null references tenant,
  observed_s smallint not null check (observed_s between 0 and 60),
  state_s smallint[] not null,
  flexion_mean_cdeg smallint,
  flexion_sd_cdeg smallint,
  side_bend_mean_cdeg smallint,
  activity_mean_cmps2 smallint,
  turns_left smallint not null default 0,
  turns_right smallint not null default 0,
  holding_max_s real,
  computed_at timestamptz not null default now(),
  primary key (wearer_id, time, algorithm)
);

-- A local day of a wearer, also while it lasts (complete is false then). measures: as in the contract.
create table day_summary (
  wearer_id int not null references wearer,
  date date not null,
  algorithm smallint not null references algorithm,
  tenant_id int not null references tenant,
  time_zone text not null,
  start_at timestamptz not null,
  end_at timestamptz not null,
  complete boolean not null,
  measures jsonb not null,
  computed_at timestamptz not null default now(),
  primary key (wearer_id, date, algorithm)
);

-- Days whose summary no longer says what is stored.
create table summary_due (
  wearer_id int not null references wearer,
  date date not null,
  tenant_id int not null references tenant,
  queued_at timestamptz not null default now(),
  primary key (wearer_id, date)
);

-- How a sensor's counts became angles, and when that changed.
create table calibration (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  session_id int not null references wear_session,
  stream_id int references stream,
  at timestamptz not null,
  kind text not null,
  algorithm smallint references algorithm,
  parameters jsonb not null
);
create index calibration_wearer on calibration (wearer_id, at);

-- checkpoint: where it goes on after a crash. A worker that has not said anything until lease_until is gone.
create table job (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  person_id int not null references person,
  wearer_id int references wearer,
  kind text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  input jsonb not null default '{}',
  progress real not null default 0 check (progress between 0 and 1),
  checkpoint jsonb,
  result jsonb,
  problem text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  lease_until timestamptz
);
create index job_person on job (person_id, created_at);
create index job_waiting on job (created_at) where state in ('queued', 'running');

-- A file, or several, that hold data of these wearers.
create table export (
  id uuid primary key default gen_random_uuid(),
  job_id uuid not null references job,
  tenant_id int not null references tenant,
  person_id int not null references person,
  wearer_ids int[] not null,
  path text not null,
  bytes bigint not null default 0,
  manifest jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
create index export_person on export (person_id, created_at);
create index export_wearers on export using gin (wearer_ids);

-- What was removed, when, and how much: the record stays when the person does not.
create table deletion (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  -- Null when the person is gone.
  person_id int references person,
  kind text not null check (kind in ('range', 'person')),
  from_at timestamptz,
  until_at timestamptz,
  requested_at timestamptz not null default now(),
  removed jsonb not null
);
