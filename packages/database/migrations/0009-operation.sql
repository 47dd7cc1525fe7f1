-- What people call their devices, how somebody who forgot the password comes back, and when the last backup was.

-- For whoever chose it alone. A sensor that was forgotten is back when it records again.
create table sensor_choice (
  person_id int not null references person,
  sensor_id int not null references sensor on delete cascade,
  tenant_id int not null references tenant,
  name text check (name <> ''),
  forgotten_at timestamptz,
  primary key (person_id, sensor_id)
);
create index sensor_choice_sensor on sensor_choice (sensor_id);

-- Handed over by an operator, or made on the server itself; it works once.
create table recovery_code (
  code_sha256 bytea primary key check (octet_length(code_sha256) = 32),
  tenant_id int not null references tenant,
  person_id int not null unique references person,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- Reported by whatever makes the backups. Null: it did not say.
create table backup_run (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  rows bigint,
  bytes bigint
);

-- A suggestion that was shown twice, or on two pages, is one.
create unique index alert_once on alert (wearer_id, kind, raised_at);
create index device_state_at on device_state (stream_id, at);
