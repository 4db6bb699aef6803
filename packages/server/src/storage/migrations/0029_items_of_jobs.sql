-- What a job found, or did, is kept one by one, so that it can be looked through and exported however much it is.
create table job_items (
  organization_id uuid not null,
  job_id uuid not null,
  -- Of the kind of the job: what its items are told apart by.
  kind text collate "C" not null,
  -- Whom or what it is about.
  id uuid not null,
  item jsonb not null,
  primary key (organization_id, job_id, kind, id),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade
);
