-- Match rules of applications, and the keys by which they find people whose attribute no column of the directory holds.

alter table source_applications
  -- Null: by e-mail, as domain/match-rule.ts says.
  add column match_rules jsonb;

alter table organizations
  -- The attributes whose values are kept as match keys: those that some application's rules name.
  add column matched_attributes text[] collate "C" not null default '{}';

create table directory_match_keys (
  organization_id uuid not null,
  attribute text collate "C" not null,
  -- Case folded.
  key text collate "C" not null,
  directory_user_id uuid not null,
  primary key (organization_id, attribute, key, directory_user_id),
  foreign key (organization_id, directory_user_id) references directory_users on delete cascade
);
create index directory_match_keys_user on directory_match_keys (organization_id, directory_user_id);

-- As claim_match_keys, where rules name attributes that no column of the directory holds: attributes[n] has the key
-- attribute_keys[n].
create function claim_match_attributes(organization uuid, keys text[], attributes text[], attribute_keys text[],
  seen uuid[]) returns boolean language plpgsql as $$
declare
  lock_key bigint;
  present uuid[];
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(organization::text, 1));
  for lock_key in
    select distinct k from (
      select hashtextextended(organization::text || ' ' || key, 0) as k from unnest(keys) as key
      union
      select hashtextextended(organization::text || ' ' || attribute || '=' || key, 0)
        from unnest(attributes, attribute_keys) as named (attribute, key)
    ) as locks order by k
  loop
    perform pg_advisory_xact_lock(lock_key);
  end loop;
  select coalesce(array_agg(id order by id), '{}') into present from (
    select d.id from directory_users d where d.organization_id = organization and d.user_name_key = any (keys)
    union
    select d.id from directory_users d where d.organization_id = organization and d.email_key = any (keys)
    union
    select k.directory_user_id from unnest(attributes, attribute_keys) as named (attribute, key)
      join directory_match_keys k on k.organization_id = organization and k.attribute = named.attribute
        and k.key = named.key
    order by id limit 50
  ) as people;
  if present <> seen then
    raise exception 'write missed: the people with these match keys changed' using errcode = 'RC001';
  end if;
  return true;
end $$;
