-- An exchange says which token it came with and from where, refused tokens included; what was refused is found quickly
-- in the list of an organization.

-- Of the bearer token, or of the OAuth client that the access token was issued to; null where none was known, and on
-- reads that were answered, of which nothing is kept that costs.
alter table exchanges add column token_id uuid;
alter table exchanges add column caller_address text collate "C";

create index exchanges_refused on exchanges (organization_id, source_application_id, id) where status >= 400;
