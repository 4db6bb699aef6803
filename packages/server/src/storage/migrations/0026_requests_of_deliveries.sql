-- The log of deliveries shows what an attempt sent, and where: a webhook's address may change between two attempts.

alter table webhook_deliveries add column url text;
alter table webhook_deliveries add column sent_at timestamptz;
