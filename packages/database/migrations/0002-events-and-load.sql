-- What the pipeline says beside posture: rotation events and the load of sustained postures.
-- provisional: said because a stream had closed; if the session goes on after all, such rows are taken back and
-- said again when they are certain.

create table rotation_event (
  peak_at timestamptz not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  wearer_id int not null,
  session_id int not null references wear_session,
  tenant_id int not null,
  -- Hundredths of a degree, left positive.
  peak_cdeg int not null,
  peak_speed_dps real,
  beyond_10deg_s real,
  beyond_20deg_s real,
  kind text not null,
  context smallint not null references posture_state,
  algorithm smallint not null references algorithm,
  provisional boolean not null,
  -- Two events may share a peak: a turn that became the new neutral, and the excursion back from it.
  primary key (wearer_id, peak_at, started_at, session_id)
);
create index rotation_event_provisional on rotation_event (session_id) where provisional;

-- One row every ten seconds.
create table load_10s (
  time timestamptz not null,
  wearer_id int not null,
  session_id int not null,
  tenant_id int not null,
  holding_s real not null,
  creep real,
  shifts_15min real,
  fidgets_15min real,
  algorithm smallint not null,
  provisional boolean not null,
  band text not null,
  primary key (wearer_id, time, session_id)
);
create index load_10s_provisional on load_10s (session_id) where provisional;
