-- What a source's own export says is compared with what we hold for it: the people of an export are kept while they are
-- compared, and how an application's export is read is remembered.
create table exported_people (
  organization_id uuid not null,
  reconciliation_id uuid not null,
  -- Folded: what a person is found by.
  key text collate "C" not null,
  -- Where in the export: a line of CSV, or which person of a JSON list.
  place integer not null,
  -- Null: the export does not say.
  active boolean,
  -- Directory attribute -> text.
  attributes json not null,
  -- Somebody here is the same person.
  met boolean not null default false,
  primary key (organization_id, reconciliation_id, key)
) with (fillfactor = 80);

create table export_columns (
  organization_id uuid not null,
  source_application_id uuid not null,
  columns json not null,
  primary key (organization_id, source_application_id)
);
