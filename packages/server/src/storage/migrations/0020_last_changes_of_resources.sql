-- Sources ask for what has changed since they came last (meta.lastModified gt). An index that keeps the first and the last
-- change of a few pages at a time finds it, and leaves writes as cheap as they are: a changed row may stay in its page.
-- Before PostgreSQL 16 it may not, and every write would pay for every index: there is none then.

do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    create index provisioned_resources_modified on provisioned_resources using brin (modified_at)
      with (pages_per_range = 8, autosummarize = on);
    create index slot_counters_modified on slot_counters using brin (modified_at)
      with (pages_per_range = 8, autosummarize = on);
  end if;
end
$$;
