-- What a wearer and a therapist agreed on. One row for each change, so that a trend can say what held when.
create table plan (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null references tenant,
  wearer_id int not null references wearer,
  author_person_id int references person,
  created_at timestamptz not null default now(),
  settings jsonb not null
);
create index plan_wearer on plan (wearer_id, created_at);
