-- Webhooks tell programs of an organization what happened: they follow the event feed, each by a cursor of its own, so
-- that no write of a source waits for a receiver and no receiver waits for another.

create table webhooks (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null,
  url text not null,
  -- Which events it tells of; empty: all.
  event_types text[] collate "C" not null,
  -- broken: the receiver failed for so long that nothing is sent any more until somebody resumes it.
  state text collate "C" not null check (state in ('active', 'paused', 'broken')),
  state_reason text,
  -- Where it stands in the feed of its organization: everything up to here has its delivery.
  epoch uuid,
  position bigint not null,
  -- [{"sealed", "hint", "createdAt", "expiresAt"}], the newest first; an older one signs too until it expires.
  secrets jsonb not null,
  -- Since when every attempt failed; null while attempts succeed.
  failing_since timestamptz,
  failures integer not null default 0,
  last_delivered_at timestamptz,
  -- The node that delivers, and until when it has the right to.
  leased_by uuid,
  leased_until timestamptz,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (organization_id, id)
);

create table webhook_deliveries (
  organization_id uuid not null,
  webhook_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  position bigint not null,
  -- What its event is about: deliveries about one person or group are made in their order.
  about uuid not null,
  state text collate "C" not null check (state in ('waiting', 'delivered', 'dead')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz,
  last_attempt_at timestamptz,
  -- Of the last attempt: the HTTP status, or why there was none; the beginning of the answer; milliseconds.
  status smallint,
  error text,
  answer text,
  duration_milliseconds integer,
  created_at timestamptz not null,
  primary key (organization_id, webhook_id, id),
  foreign key (organization_id, webhook_id) references webhooks on delete cascade
) with (fillfactor = 80);
create index webhook_deliveries_due on webhook_deliveries (organization_id, webhook_id, next_attempt_at, position)
  where state = 'waiting';
create index webhook_deliveries_order on webhook_deliveries (organization_id, webhook_id, about, position)
  where state = 'waiting';
create index webhook_deliveries_dead on webhook_deliveries (organization_id, webhook_id, id) where state = 'dead';
