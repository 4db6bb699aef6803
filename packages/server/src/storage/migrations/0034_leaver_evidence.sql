-- Whoever left is asked about later: who asked for it, when it was in force, and who downstream acknowledged it. What
-- tells of leavers is found among all other events, and the deliveries of an event among all others.

create index provisioning_events_departing on provisioning_events (organization_id, source_application_id, id)
  where type in ('user.disabled', 'user.binned');
create index provisioning_events_leaving on provisioning_events (organization_id, directory_user_id, id)
  where type in ('user.disabled', 'user.binned', 'user.left-groups', 'user.erased', 'user.enabled', 'user.restored');

-- One that still waits is found by the person that it is about.
create index webhook_deliveries_of_event on webhook_deliveries (organization_id, event_id) where state <> 'waiting';
