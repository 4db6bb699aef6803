-- An application has a kind, a tile of the catalogue that it was made from, and remembers where its set-up in the console
-- was left and when its first bearer token was shown, so that the set-up can be resumed.

alter table source_applications add column kind text collate "C" not null default 'scim-client';

-- The applications that exist were set up without the console.
alter table source_applications add column setup_step text collate "C" not null default 'done'
  check (setup_step in ('basic-settings', 'authorization', 'users-mapping', 'groups-mapping', 'provisioning', 'done'));

-- Null on applications of before, and on those that a node of the version before makes: their first token was shown when
-- they were created.
alter table source_applications add column first_token_shown_at timestamptz;
