import { statement, type Tx, unnamedStatement } from "../database.ts";

/** Rows written since the last statistics below which new ones change no plan. */
const fewRows = 500;

const outgrownTables = statement(
  "outgrown-tables",
  `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
    where schemaname = current_schema() and n_mod_since_analyze > greatest($1::bigint, n_live_tup / 2)
    order by relname`,
);

/**
 * Brings the statistics of tables up to date of which half of the rows are newer than the last ones. A hot statement is
 * planned once per connection, perhaps while its tables are empty and one index looks as good as another; new statistics
 * make PostgreSQL plan it again. Autovacuum does the same, but up to a minute later: in a first import, thousands of
 * look-ups later. A table that is being analysed already is left out.
 *
 * @returns the names of the tables
 */
export async function refreshTableStatistics(tx: Tx): Promise<string[]> {
  const outgrown = await tx.query<{ name: string }>(outgrownTables, [fewRows]);
  for (const { name } of outgrown) await tx.execute(unnamedStatement(`analyze (skip_locked) ${name}`), []);
  return outgrown.map(({ name }) => name);
}
