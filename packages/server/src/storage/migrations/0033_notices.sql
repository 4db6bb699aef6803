-- Somebody should know when something is held, when a source fails or has gone quiet, when a token expires, when a conflict
-- waits, or when a webhook is stopped: a notice for each cause, once. Each is an event of the feed, which webhooks tell,
-- and goes by e-mail to whom the organization names.

-- {"quietDays", "recipients": [{"address", "kinds"}]}; null: nobody by e-mail.
alter table organizations add column notice_settings jsonb;

create table notices (
  organization_id uuid not null references organizations,
  id uuid not null,
  kind text collate "C" not null,
  -- What it is about, so that there is one notice of it as long as it lasts.
  cause text collate "C" not null,
  source_application_id uuid,
  sentence text not null,
  created_at timestamptz not null,
  -- Since when the cause is over.
  ended_at timestamptz,
  primary key (organization_id, id)
);
create unique index notices_open on notices (organization_id, kind, cause) where ended_at is null;
create index notices_ended on notices (ended_at) where ended_at is not null;
create index notices_of_cause on notices (organization_id, kind, cause, ended_at) where ended_at is not null;

-- One e-mail: to one address, about all that it should know of from one look.
create table notice_mails (
  organization_id uuid not null references organizations,
  id uuid not null,
  address text not null,
  notice_ids uuid[] not null,
  state text collate "C" not null check (state in ('waiting', 'sent', 'dead')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz,
  error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (organization_id, id)
);
create index notice_mails_created on notice_mails (created_at);
create index notice_mails_of_look on notice_mails (organization_id, created_at);
create index notice_mails_due on notice_mails (next_attempt_at) where state = 'waiting';
create index notice_mails_sent on notice_mails (organization_id, address, sent_at) where state = 'sent';

create index bearer_tokens_expiry on bearer_tokens (organization_id, expires_at)
  where revoked_at is null and expires_at is not null;
