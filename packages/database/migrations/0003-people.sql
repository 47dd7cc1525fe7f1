-- People, what they may see of each other, and what they say about their own data. Who may read or write which row
-- stands in access.sql; here are the tables.

-- Null: kept for good.
alter table tenant add column raw_days int check (raw_days > 0);
alter table tenant add column second_days int check (second_days > 0);

create table person (
  id int generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  tenant_id int not null references tenant,
  name text not null,
  roles text[] not null check (roles <@ array['wearer', 'therapist', 'researcher', 'operator']),
  -- A person whose access is off keeps the data.
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create index person_tenant on person (tenant_id);

alter table wearer add column person_id int unique references person;

-- The one person of a local installation wears the sensor and looks after the devices.
with local as (
  insert into person (tenant_id, name, roles)
  select tenant_id, 'Me', array['wearer', 'operator'] from wearer order by id limit 1 returning id
)
update wearer set person_id = local.id from local where wearer.id = (select min(id) from wearer);

-- How a person proves who they are. A local installation has none.
create table account (
  person_id int primary key references person,
  login text not null,
  -- Argon2id, in its own notation.
  password_hash text not null,
  changed_at timestamptz not null default now()
);
create unique index account_login on account (lower(login));

-- Of every secret that is handed out only its SHA-256 is kept.
create table browser_session (
  secret_sha256 bytea primary key check (octet_length(secret_sha256) = 32),
  id uuid not null unique default gen_random_uuid(),
  person_id int not null references person,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index browser_session_person on browser_session (person_id);

-- Personal tokens speak for a person, gateway tokens store data of one wearer and do nothing else.
create table access_token (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('personal', 'gateway')),
  secret_sha256 bytea not null unique check (octet_length(secret_sha256) = 32),
  tenant_id int not null references tenant,
  person_id int not null references person,
  wearer_id int references wearer check ((kind = 'gateway') = (wearer_id is not null)),
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index access_token_person on access_token (person_id);

-- Typed into a gateway once, within minutes: it gets a gateway token for it.
create table pairing_code (
  code_sha256 bytea primary key check (octet_length(code_sha256) = 32),
  tenant_id int not null references tenant,
  person_id int not null references person,
  wearer_id int not null references wearer,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index pairing_code_person on pairing_code (person_id);

create table study (
  id int generated always as identity primary key,
  uuid uuid not null unique default gen_random_uuid(),
  tenant_id int not null references tenant,
  name text not null,
  purpose text not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);

create table study_member (
  study_id int not null references study,
  person_id int not null references person,
  primary key (study_id, person_id)
);
create index study_member_person on study_member (person_id);

-- A wearer in a study goes by this pseudonym, and by dates moved by a number of days that only the study keeps.
create table participant (
  study_id int not null references study,
  wearer_id int not null references wearer,
  tenant_id int not null references tenant,
  pseudonym text not null,
  date_shift_days int not null default 0,
  enrolled_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (study_id, wearer_id),
  unique (study_id, pseudonym)
);
create index participant_wearer on participant (wearer_id);

-- What a wearer lets somebody see, what for, and how long. summary: minutes, days and trends; detail: bouts,
-- seconds, rotations, load; raw: samples; live: the live picture; diary: notes, labels and answers.
create table consent (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  grantee_person_id int references person,
  grantee_study_id int references study,
  purpose text not null check (purpose <> ''),
  scopes text[] not null
    check (scopes <@ array['summary', 'detail', 'raw', 'live', 'diary'] and cardinality(scopes) > 0),
  valid_from timestamptz not null default now(),
  valid_until timestamptz not null,
  given_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  check (num_nonnulls(grantee_person_id, grantee_study_id) = 1),
  check (valid_until > valid_from)
);
create index consent_wearer on consent (wearer_id);
create index consent_person on consent (grantee_person_id) where withdrawn_at is null;
create index consent_study on consent (grantee_study_id) where withdrawn_at is null;

-- Append only. Says who looked at or changed what of whom, and never what it said.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  tenant_id int not null references tenant,
  actor_person_id int references person,
  action text not null,
  wearer_id int references wearer,
  detail jsonb not null default '{}'
);
create index audit_log_wearer on audit_log (wearer_id, at);
create index audit_log_actor on audit_log (actor_person_id, at);

-- What a person says a span was. A correction of a correction withdraws the earlier one.
create table label (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  author_person_id int references person,
  start_at timestamptz not null,
  end_at timestamptz not null,
  state smallint not null references posture_state,
  created_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  check (end_at > start_at)
);
create index label_wearer on label (wearer_id, start_at);

-- marker: a moment of note; response_24h: how the day before is felt today (better, same, worse).
create table note (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  author_person_id int references person,
  at timestamptz not null,
  kind text not null check (kind in ('note', 'marker', 'response_24h')),
  text text not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index note_wearer on note (wearer_id, at);

-- Break suggestions: those that were made, those that were held back, and why.
create table alert (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  raised_at timestamptz not null,
  kind text not null,
  reason text not null,
  channel text not null default 'none',
  answered_at timestamptz,
  answer text
);
create index alert_wearer on alert (wearer_id, raised_at);
