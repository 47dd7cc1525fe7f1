-- Analysing again beside what is shown, and what sessions know of how the clip was worn.

-- What the analysis of a session starts from (core's MountingSeed), and who said so: an earlier session with the same
-- sensor and axes, or guided bends in this one. Null: nothing was known.
alter table wear_session add column seed jsonb;
alter table wear_session add column seed_from text check (seed_from in ('session', 'bends'));

-- kind: `mounting`, what the session knows at its end, one row a session; `bends`, a guided calibration; the others are
-- what became of the clip (slip, removed, ...), by when it was first noticed.
create index calibration_session on calibration (session_id, kind, at);

-- What an analysis of one's own told of a day, beside what was shown then. Stays when the analysis is over.
create table reanalysis_day (
  job_id uuid not null references job,
  date date not null,
  wearer_id int not null references wearer,
  tenant_id int not null references tenant,
  -- As in the contract: measures with the algorithm that said them, counts of bouts and seconds.
  shown jsonb,
  told jsonb,
  reason text,
  primary key (job_id, date)
);
create index reanalysis_day_wearer on reanalysis_day (wearer_id);
-- Work of a wearer is done one after the other.
create index job_wearer on job (wearer_id) where state in ('queued', 'running');

-- While it goes on it keeps its rows in tables of the same names and columns: the statements that store and read what
-- is shown do the same here, with this schema first in their search path. Whoever changes one of those tables changes
-- it here as well. One analysis at a time for each wearer; nothing outlives it.
create schema plumbline_trial;
create table plumbline_trial.posture_1s (like posture_1s including all);
create table plumbline_trial.bout (like bout including all);
create table plumbline_trial.rotation_event (like rotation_event including all);
create table plumbline_trial.load_10s (like load_10s including all);
create table plumbline_trial.break_credit (like break_credit including all);
create table plumbline_trial.session_pipeline (like session_pipeline including all);
create table plumbline_trial.summary_due (like summary_due including all);
