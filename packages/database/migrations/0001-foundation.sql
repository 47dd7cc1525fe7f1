-- People, sensors, streams, raw samples and what the pipeline derives from them.
-- Times are timestamptz, exact to the microsecond; intervals are half-open. tenant_id stands on every row that
-- belongs to a person, so that row level security can be added without rewriting anything.

create table tenant (
  id int generated always as identity primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table wearer (
  id int generated always as identity primary key,
  tenant_id int not null references tenant,
  pseudonym uuid not null unique default gen_random_uuid(),
  created_at timestamptz not null default now(),
  erased_at timestamptz
);

-- The one person of a local installation.
with local as (insert into tenant (name) values ('local') returning id)
insert into wearer (tenant_id) select id from local;

create table sensor (
  id int generated always as identity primary key,
  tenant_id int not null references tenant,
  key text not null,
  name text not null,
  driver text not null,
  first_seen_at timestamptz not null default now(),
  unique (tenant_id, key)
);

-- One wearer, one mounting. Derived rows belong to it and not to a stream: a dropped connection opens a new
-- stream, but the person goes on sitting.
create table wear_session (
  id int generated always as identity primary key,
  uuid uuid not null unique,
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  started_at timestamptz not null,
  time_zone text not null
);
create index wear_session_wearer on wear_session (wearer_id, started_at);

-- One connection epoch of one sensor.
create table stream (
  id int generated always as identity primary key,
  uuid uuid not null unique,
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  sensor_id int not null references sensor,
  session_id int not null references wear_session,
  gateway_id uuid not null,
  -- As in the stream's opening record: quantity, axis, SI units per count, encoding.
  channels jsonb not null,
  rate_hz double precision not null,
  axes text,
  decoder text not null,
  source text not null,
  opened_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index stream_session on stream (session_id);
create index stream_wearer on stream (wearer_id, opened_at);

-- The ledger of ingest: every record below next_seq is stored exactly once. Advanced by compare-and-set in the
-- statement that stores the records, so a repeated or a competing write stores nothing.
create table stream_progress (
  stream_id int primary key references stream,
  next_seq bigint not null,
  samples bigint not null,
  rejected bigint not null,
  last_sample_at timestamptz,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);

-- Where a session's pipeline stood after the sample at last_sample_at. After a crash it goes on from here with the
-- raw samples stored since. The snapshot is deflated JSON; parameters are those it was made with.
create table session_pipeline (
  session_id int primary key references wear_session,
  last_sample_at timestamptz not null,
  parameters text not null,
  snapshot bytea not null,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);
alter table session_pipeline alter snapshot set storage external;

-- About ten seconds of samples a row. codec 1: the block codec of the contract, deflated (raw, RFC 1951).
-- first_sample counts the stream's samples from 0.
create table raw_block (
  stream_id int not null,
  t0 timestamptz not null,
  last_at timestamptz not null,
  first_sample bigint not null,
  tenant_id int not null,
  n int not null,
  codec smallint not null,
  payload bytea not null,
  primary key (stream_id, t0)
);
-- The payload is compressed already.
alter table raw_block alter payload set storage external;

create table gap (
  stream_id int not null references stream,
  seq bigint not null,
  tenant_id int not null,
  start_at timestamptz not null,
  end_at timestamptz not null,
  missing bigint not null,
  exact boolean not null,
  cause text not null,
  primary key (stream_id, seq)
);

create table device_state (
  stream_id int not null references stream,
  seq bigint not null,
  tenant_id int not null,
  at timestamptz not null,
  battery_percent real,
  clock_slope_ppm double precision,
  clock_residual_p95_ms double precision,
  config jsonb not null,
  primary key (stream_id, seq)
);

-- Records that could not be stored. The gateway keeps their bytes.
create table rejected_record (
  stream_id int not null references stream,
  seq bigint not null,
  tenant_id int not null,
  field text not null,
  value text not null,
  remedy text not null,
  rejected_at timestamptz not null default now(),
  primary key (stream_id, seq)
);

-- Numbers never change their meaning; new states are added.
create table posture_state (
  id smallint primary key,
  name text not null unique
);
insert into posture_state (id, name) values
  (0, 'unknown'), (1, 'sitting'), (2, 'standing'), (3, 'walking'), (4, 'lying'), (5, 'running'), (6, 'cycling'),
  (7, 'not_worn');

create table algorithm (
  id smallint generated always as identity primary key,
  name text not null unique
);

-- The second [time, time + 1 s). Angles in hundredths of a degree, activity in cm/s^2, shares in thousandths.
create table posture_1s (
  time timestamptz not null,
  wearer_id int not null,
  session_id int not null,
  tenant_id int not null,
  rotation_cdeg int,
  flexion_cdeg smallint,
  side_bend_cdeg smallint,
  tilt_cdeg smallint,
  activity_cmps2 smallint not null,
  state smallint not null,
  probability_pm smallint not null,
  coverage_pm smallint not null,
  algorithm smallint not null,
  primary key (wearer_id, time, session_id)
);

create table bout (
  wearer_id int not null,
  started_at timestamptz not null,
  session_id int not null references wear_session,
  tenant_id int not null,
  ended_at timestamptz not null,
  state smallint not null references posture_state,
  open boolean not null,
  algorithm smallint not null references algorithm,
  primary key (wearer_id, started_at, session_id)
);
create index bout_wearer_ended on bout (wearer_id, ended_at);

-- Sessions whose derived rows must be made again from the raw blocks, from a time on (late data).
create table recompute (
  session_id int primary key references wear_session,
  tenant_id int not null,
  from_at timestamptz not null,
  queued_at timestamptz not null default now()
);
