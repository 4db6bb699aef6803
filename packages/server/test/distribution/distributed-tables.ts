import { type Database, unnamedStatement } from "../../src/storage/database.ts";

/** Parts that every distributed table has: as a sharded PostgreSQL has shards, and rows of one organization in one. */
export const shards = 8;

/** What a table of organization data is not distributed for: it is on every shard, or beside them. */
export const undistributed: ReadonlyMap<string, string> = new Map([
  ["bearer_tokens", "a request knows nothing but its token, which tells the organization"],
  ["oauth_access_tokens", "as bearer_tokens"],
  ["oauth_clients", "as bearer_tokens: an access token is read with its client"],
  ["api_keys", "as bearer_tokens; some belong to the whole installation"],
  ["source_applications", "a SCIM base URL names nothing but the application, which tells the organization"],
  ["provisioning_event_queue", "the sequencer empties it for all organizations in the order of their commits"],
]);

/**
 * Makes every table of organization data a partitioned one, by the hash of the organization: what can be distributed
 * by a column, as on Citus, can be partitioned by it, and PostgreSQL says of every plan which parts it reads.
 *
 * @returns the names of the tables
 */
export async function distributeTables(database: Database): Promise<string[]> {
  const connection = await database.connect();
  const run = <Row extends object>(text: string) => connection.query<Row>(unnamedStatement(text), []);
  const tables = (await run<{ name: string }>(distributable)).filter(({ name }) => !undistributed.has(name));
  for (const { name } of tables) {
    const constraints = await run<{ sql: string }>(
      `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as sql from pg_constraint
        where contype = 'f' and (conrelid = '${name}'::regclass or confrelid = '${name}'::regclass)`,
    );
    for (const { sql } of constraints) await run(sql);
    const indexes = await run<{ name: string }>(
      `select indexrelid::regclass::text as name from pg_index where indrelid = '${name}'::regclass`,
    );
    for (const index of indexes) await run(`alter index ${index.name} rename to ${index.name}_whole`);
    await run(`alter table ${name} rename to ${name}_whole`);
    await run(
      `create table ${name} (like ${name}_whole including all excluding indexes) partition by hash (organization_id)`,
    );
    for (const index of indexes) {
      const [definition] = await run<{ sql: string }>(
        `select replace(replace(pg_get_indexdef('${index.name}_whole'::regclass), '_whole ', ' '), '${name}_whole', '${name}') as sql`,
      );
      await run(definition?.sql ?? "");
    }
    for (let shard = 0; shard < shards; shard += 1) {
      await run(
        `create table ${name}_${shard} partition of ${name} for values with (modulus ${shards}, remainder ${shard})`,
      );
      // As a sharded PostgreSQL does, each part of an index has its name with an ending.
      const parts = await run<{ sql: string }>(
        `select format('alter index %s rename to %I', i.inhrelid::regclass, i.inhparent::regclass || '_${shard}') as sql
          from pg_inherits i join pg_index x on x.indexrelid = i.inhrelid where x.indrelid = '${name}_${shard}'::regclass`,
      );
      for (const { sql } of parts) await run(sql);
    }
    await run(`insert into ${name} select * from ${name}_whole`);
    await run(`drop table ${name}_whole`);
  }
  await connection.close();
  return tables.map(({ name }) => name);
}

/** Tables of organization data that are not distributed, whatever the reason. */
export async function undistributedTables(database: Database): Promise<string[]> {
  const left = unnamedStatement(
    `select c.relname as name from pg_class c
      join pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id'
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not c.relispartition order by 1`,
  );
  return (await database.pool.query<{ name: string }>(left, [])).map(({ name }) => name);
}

/** Tables with an organization whose every unique index holds it, as partitioning by it asks for. */
const distributable = `select c.relname as name from pg_class c
  join pg_attribute o on o.attrelid = c.oid and o.attname = 'organization_id'
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    and exists (select from pg_index x where x.indrelid = c.oid and x.indisunique)
    and not exists (select from pg_index x where x.indrelid = c.oid and x.indisunique
      and not o.attnum = any (x.indkey[0:x.indnkeyatts - 1]))
  order by 1`;
