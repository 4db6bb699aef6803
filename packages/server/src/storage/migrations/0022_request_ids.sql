-- An exchange says under which name its request came (X-Request-Id), so that it is found in the logs of a proxy; null
-- where it came without one, and the answer gave it the exchange's id.

alter table exchanges add column request_id text collate "C";
