-- A source application can have schemas and resource types of its own, keeps values that are to be unique apart, and
-- says which dialects it refuses; how often each dialect fired is counted.

create table application_schemas (
  organization_id uuid not null,
  source_application_id uuid not null,
  -- Schema documents of RFC 7643 section 7, and resource types of section 6, each with every member.
  schemas jsonb not null,
  resource_types jsonb not null,
  modified_at timestamptz not null,
  -- Resources that were stored before the last change are still to be read by the new schemas.
  behind boolean not null,
  primary key (organization_id, source_application_id)
);
create index application_schemas_behind on application_schemas (organization_id, source_application_id) where behind;

-- The values of attributes with the uniqueness server or global, each held by one resource. A user's name is none of
-- them: provisioned_resources has an index of its own for it.
create table unique_values (
  organization_id uuid not null,
  source_application_id uuid not null,
  -- The resource type among whose resources the value occurs once; empty for all of the application.
  scope text collate "C" not null,
  path text collate "C" not null,
  -- SHA-256 of the value in the form in which it is compared: any length, and no secret in the open.
  hash bytea not null,
  resource_id uuid not null,
  primary key (organization_id, source_application_id, scope, path, hash)
);
create index unique_values_resource on unique_values (organization_id, source_application_id, resource_id);

-- Refuses every deviation from the standard, or those that are named.
alter table source_applications add column strict boolean not null default false;
alter table source_applications add column strict_dialects text[] not null default '{}';

create table dialect_counters (
  organization_id uuid not null,
  source_application_id uuid not null,
  name text collate "C" not null,
  fired bigint not null,
  last_fired_at timestamptz not null,
  primary key (organization_id, source_application_id, name)
);
