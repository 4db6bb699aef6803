-- Every saved mapping is kept: who saved it, and what somebody calls it.
alter table mappings add column saved_by text, add column name text;
