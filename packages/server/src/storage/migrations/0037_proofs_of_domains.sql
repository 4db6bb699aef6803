-- Whoever declares a domain as the organization's own should be able to prove it: a TXT record holds a token of ours. What
-- was found of it is kept, and looked for again by the node that leads.

alter table organization_domains
  add column token text collate "C" not null default replace(gen_random_uuid()::text, '-', ''),
  -- Since when it is proven; null: never was.
  add column proven_at timestamptz,
  -- Of a proven domain: since when the record is not found, and since when it therefore counts as lost.
  add column missing_since timestamptz,
  add column lost_at timestamptz,
  add column checked_at timestamptz,
  -- Why the last look did not prove it.
  add column problem text,
  add column next_check_at timestamptz not null default now();
create index organization_domains_due on organization_domains (next_check_at);

-- Whether only proven domains count where people are linked.
alter table organizations add column proof_required boolean not null default false;
