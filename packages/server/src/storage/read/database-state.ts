import { type Reader, unnamedStatement } from "../database.ts";

/** Whether a database can be worked on by this program. */
export interface DatabaseState {
  /** Numbers of the migrations that were carried out. */
  readonly migrations: readonly number[];
  /** A replica that was not promoted: it refuses every write. */
  readonly standby: boolean;
}

const selectState = unnamedStatement(
  `select pg_is_in_recovery() as standby,
      coalesce((select array_agg(number order by number) from schema_migrations), '{}') as migrations`,
);

/** Reads it. @throws DatabaseUnavailable; pg's error where the database was never migrated */
export async function readDatabaseState(reader: Reader): Promise<DatabaseState> {
  const [row] = await reader.query<DatabaseState>(selectState, []);
  if (row === undefined) throw new Error("the database answered without a row");
  return row;
}
