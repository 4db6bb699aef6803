-- Whoever has no source at hand lets Rollcall play one with made-up people: one at a time for an organization, whatever
-- node was asked, and every node can say how far it is.
create table played_sources (
  organization_id uuid primary key,
  -- Null until its application is made.
  source_application_id uuid,
  -- Counts up with each play: its people have a domain of their own, so that they are nobody's conflict.
  round integer not null,
  state text not null check (state in ('playing', 'done', 'failed')),
  title text not null,
  percent smallint not null,
  requests integer not null,
  refused integer not null,
  problem text,
  started_at timestamptz not null,
  -- A node that stops says nothing more: whoever reads this sees by it.
  modified_at timestamptz not null
);
