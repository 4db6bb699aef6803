-- For an attribute, other sources than the owner may come first: directory attribute -> source applications, the first one
-- first.
alter table organizations add column precedence json;
