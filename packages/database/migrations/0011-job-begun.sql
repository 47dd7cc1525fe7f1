-- How often a worker has taken a job up since it last got on with it: work that ends the process that does it is not
-- begun for ever.
alter table job add column begun int not null default 0;
