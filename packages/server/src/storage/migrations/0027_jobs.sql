-- What takes long goes on in the background and can be watched and cancelled: a job is done in small batches by the node
-- that leads, and goes on where it was when that one is killed.
create table jobs (
  organization_id uuid not null,
  id uuid not null,
  -- Null: of the organization as a whole. Those of one application are done one after the other.
  source_application_id uuid,
  kind text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  input json not null,
  -- Where it goes on, in the words of its kind; null at the beginning.
  position json,
  done integer not null,
  -- Null until it is known.
  total integer,
  result json,
  problem text,
  created_by text not null,
  -- One more with each batch: of two nodes that do the same one, only one counts.
  version integer not null,
  -- Batches that failed since the last that did not.
  failures smallint not null,
  not_before timestamptz not null,
  created_at timestamptz not null,
  started_at timestamptz,
  modified_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id)
);

create index jobs_of_application on jobs (organization_id, source_application_id, id);
-- The node that leads asks for all organizations.
create index jobs_unfinished on jobs (organization_id, source_application_id, id) where state in ('queued', 'running');
