-- From where and by which client an OAuth client's access tokens were used last, and who revoked it: as of bearer tokens.
alter table oauth_clients
  add column last_used_at timestamptz,
  add column last_used_from text collate "C",
  add column last_used_by text,
  add column revoked_by text collate "C";
