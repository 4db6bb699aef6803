-- An organization lists its open conflicts oldest first, whichever application they came by: ids grow with time.
create index links_conflict_age on links (organization_id, resource_id, source_application_id) where state = 'conflict';
