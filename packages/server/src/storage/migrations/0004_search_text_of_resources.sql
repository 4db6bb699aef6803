-- Filters that compare a part of any text of a resource (co, sw, ew, and eq where no column serves it) find their
-- candidates by one trigram index over all texts of the resource, instead of reading every resource of the application.
-- A program that does not know the column leaves it empty, and what it writes would not be found:
-- incompatible

alter table provisioned_resources add column search_text text;

-- As storage/search-text.ts makes it: every text of the searchable copy but the schemas, and the externalId.
update provisioned_resources r set search_text = concat_ws(E'\n', r.external_id, (
  select string_agg(distinct found.json #>> '{}', E'\n')
    from jsonb_path_query(r.searchable - 'schemas', 'strict $.** ? (@.type() == "string")') as found (json)));

alter table provisioned_resources alter column search_text set not null;

create index provisioned_resources_search on provisioned_resources
  using gin (organization_id, source_application_id, search_text gin_trgm_ops);
