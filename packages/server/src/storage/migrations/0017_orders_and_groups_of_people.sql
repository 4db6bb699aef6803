-- People are listed by what they are called and by e-mail, too, and what happened to a group is listed: an index behind
-- each.

-- What a person is called, case folded: display name, or given and family name, or user name, or e-mail.
alter table directory_users add column name_key text collate "C";

-- The program folds more letters than lower() does. It is only an order, and the next change of a person mends it.
update directory_users set name_key = lower(coalesce(
  nullif(attributes #>> '{displayName,value}', ''),
  nullif(concat_ws(' ', nullif(attributes #>> '{givenName,value}', ''), nullif(attributes #>> '{familyName,value}', '')),
    ''),
  nullif(attributes #>> '{userName,value}', ''),
  nullif(attributes #>> '{email,value}', '')));

create index directory_users_name on directory_users (organization_id, name_key);
-- Who comes last where people are listed by e-mail.
create index directory_users_without_email on directory_users (organization_id, id) where email_key is null;

create index provisioning_events_directory_group on provisioning_events (organization_id, directory_group_id, id)
  where directory_group_id is not null;

-- Called inside a write whose events the program cannot count: a UUIDv7 of the instant, as the program makes them for all
-- others, so that lists in the order of ids are in the order of time.
create function new_event_id(at timestamptz) returns uuid language sql volatile as $$
  select (substr(instant.hex, 1, 8) || '-' || substr(instant.hex, 9, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid
    from (select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as hex) as instant
$$;
