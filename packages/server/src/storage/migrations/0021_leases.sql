-- Background work is done by one node at a time: by a lease, which works behind a pooler in transaction mode too and ends
-- by itself when its holder is gone without a word, as an advisory lock of a session does not.
create table leases (
  role text collate "C" primary key,
  held_by uuid,
  held_until timestamptz not null
);
insert into leases (role, held_until) values ('background', '-infinity');
