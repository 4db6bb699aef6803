-- One source must not slow the others down: how many calls of an application are taken is set per application.

-- What of the limit an administrator set; what is missing takes its default.
alter table source_applications add column call_limit jsonb not null default '{}';
