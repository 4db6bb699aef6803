-- A bad push must not wipe a company: what goes beyond an application's guard waits for a person (rules.md section 6).

-- What of the guard an administrator set; what is missing takes its default.
alter table source_applications add column guard jsonb not null default '{}';

alter table links
  -- What the guard keeps from the directory: that the person is disabled, goes to the bin, that the resource is gone, or
  -- that members are lost. A target, not values: it is decided again on the resource of the day it is approved.
  add column guard text collate "C" check (guard in ('disable', 'bin', 'delete', 'members')),
  add column guarded_at timestamptz,
  -- What a person decided and the worker has not carried out yet: {"kind", "by", "reason"}.
  add column guard_decision jsonb;
create index links_guarded on links (organization_id, source_application_id, resource_id) where guard is not null;
create index links_guard_decided on links (organization_id, source_application_id, resource_id)
  where guard_decision is not null;

-- Lets departures of an application through one after the other, and fails when they go beyond a limit: the write that
-- calls it is decided again then.
create function admit_departures(organization uuid, application uuid, since uuid, until uuid, departing bigint,
  binning bigint, departure_limit bigint, bin_limit bigint)
returns boolean language plpgsql as $$
declare
  departed bigint;
  binned bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(application::text, 2));
  select coalesce(sum(s.amount) filter (where s.kind = 'guard.departures'), 0),
      coalesce(sum(s.amount) filter (where s.kind = 'guard.bins'), 0)
    into departed, binned
    from slot_counters s
    where s.organization_id = organization and s.source_application_id = application
      and s.kind in ('guard.departures', 'guard.bins') and s.subject between since and until;
  if departed + departing > departure_limit or binned + binning > bin_limit then
    raise exception using errcode = 'RC001', message = 'the guard of the application holds this';
  end if;
  return true;
end $$;

-- What a deleted person's memberships are kept in force by while the deletion is held.
create index membership_exceptions_guarded on membership_exceptions (organization_id, source_application_id, member_id)
  where reason = 'guarded';
