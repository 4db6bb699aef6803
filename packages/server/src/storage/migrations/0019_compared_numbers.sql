-- Telephone numbers and addresses of messengers are compared without what only makes them readable. Copies
-- for filters that are there already are brought into that form, which comparedText (packages/scim) makes from now on.

create function pg_temp.compared(searchable jsonb, attribute text, dropped text) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_agg(
    case when jsonb_typeof(element -> 'value') = 'string'
        and regexp_replace(element ->> 'value', dropped, '', 'g') <> ''
      then element || jsonb_build_object('value', regexp_replace(element ->> 'value', dropped, '', 'g'))
      else element
    end order by place), '[]')
  from jsonb_array_elements(searchable -> attribute) with ordinality as elements (element, place)
$$;

with compared as (
  select r.organization_id, r.source_application_id, r.resource_type, r.id, r.searchable
      || case when jsonb_typeof(r.searchable -> 'phoneNumbers') = 'array'
        then jsonb_build_object('phoneNumbers',
          pg_temp.compared(r.searchable, 'phoneNumbers', '^\s*tel:|[\s()./\u2010-\u2015-]'))
        else '{}' end
      || case when jsonb_typeof(r.searchable -> 'ims') = 'array'
        then jsonb_build_object('ims', pg_temp.compared(r.searchable, 'ims', '\s'))
        else '{}' end as searchable
  from provisioned_resources r
  where r.resource_type = 'User' and (r.searchable ? 'phoneNumbers' or r.searchable ? 'ims')
)
update provisioned_resources r
set searchable = compared.searchable,
  search_text = concat_ws(E'\n', r.external_id, (
    select string_agg(distinct json #>> '{}', E'\n')
    from jsonb_path_query(compared.searchable - 'schemas', 'strict $.** ? (@.type() == "string")') as found (json)))
from compared
where r.organization_id = compared.organization_id and r.source_application_id = compared.source_application_id
  and r.resource_type = compared.resource_type and r.id = compared.id and r.searchable <> compared.searchable;
