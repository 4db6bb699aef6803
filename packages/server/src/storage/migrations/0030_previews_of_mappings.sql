-- What a draft of a mapping would do to everybody is looked at page by page before it is saved: one row for each person
-- or group that it changes, kept as long as its job is.
create table mapping_differences (
  organization_id uuid not null,
  job_id uuid not null,
  resource_id uuid not null,
  resource_type text collate "C" not null,
  directory_id uuid,
  name text,
  user_name text,
  -- Folded: what a search looks through.
  search_text text collate "C" not null,
  changes json not null,
  -- Of these changes.
  attributes text[] not null,
  becomes text check (becomes in ('incomplete', 'complete')),
  missing text[] not null,
  primary key (organization_id, job_id, resource_id)
);

create index mapping_differences_becoming on mapping_differences (organization_id, job_id, becomes, resource_id)
  where becomes is not null;
