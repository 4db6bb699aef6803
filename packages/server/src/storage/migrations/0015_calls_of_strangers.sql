-- What somebody does who shows no token of an application is told of among its problems and is none of its calls: an
-- application that only strangers have called has no last call.
alter table application_calls
  alter column last_at drop not null,
  alter column last_method drop not null,
  alter column last_path drop not null,
  alter column last_status drop not null;
