-- Old events can be dropped, from the beginning of a feed on; what was delivered is not kept for ever either.

-- Up to this position the feed's events are gone: a reader that stands before it has missed some, and is told.
alter table provisioning_event_feeds add column dropped_position bigint not null default 0;

create index webhook_deliveries_ended on webhook_deliveries (organization_id, webhook_id, created_at)
  where state <> 'waiting';
