-- An exchange can be opened: what was asked and what was answered, masked before it gets here. Bodies name people, so
-- they stand in a table of their own and are kept for a shorter time.

-- The query as it was sent, secrets in it masked; null where there was none.
alter table exchanges add column query text;

create table exchange_contents (
  organization_id uuid not null,
  source_application_id uuid not null,
  exchange_id uuid not null,
  -- At most 16,384 characters each; null where there was no body or nothing of it could be kept.
  request text,
  request_cut boolean not null,
  answer text,
  answer_cut boolean not null,
  primary key (organization_id, source_application_id, exchange_id)
);

-- What an organization set of {"maskedPaths", "retentionDays", "contentRetentionDays"}; what is missing has its default.
alter table organizations add column exchange_settings jsonb not null default '{}';
