import { statement, type Tx, unnamedStatement } from "../database.ts";

/** Rows written since the last statistics below which new ones change no plan. */
const fewRows = 500;

/** Pages by which an index has to grow: some hundred rows. */
const fewPages = 4;

const outgrownTables = statement(
  "outgrown-tables",
  `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables t
    where schemaname = current_schema() and n_mod_since_analyze > $1::bigint
      and (n_mod_since_analyze > n_live_tup / 2 or exists (
        select from pg_index i join pg_class c on c.oid = i.indexrelid
          where i.indrelid = t.relid and pg_relation_size(c.oid) / current_setting('block_size')::bigint
            > greatest(c.relpages * 1.5, c.relpages + $2::integer)))
    order by relname`,
);

/**
 * Brings the statistics of tables up to date that have grown by half since the last ones, or one of whose indexes has: the
 * first thousand groups among a million users are nothing to the table, and all of the index by their names. A hot
 * statement is planned once per connection, perhaps while its tables are empty and one index looks as good as another; new
 * statistics make PostgreSQL plan it again. Autovacuum does the same, but up to a minute later: in a first import,
 * thousands of look-ups later. A table that is being analysed already is left out.
 *
 * @returns the names of the tables
 */
export async function refreshTableStatistics(tx: Tx): Promise<string[]> {
  const outgrown = await tx.query<{ name: string }>(outgrownTables, [fewRows, fewPages]);
  for (const { name } of outgrown) await tx.execute(unnamedStatement(`analyze (skip_locked) ${name}`), []);
  return outgrown.map(({ name }) => name);
}
