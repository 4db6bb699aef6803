import { type Database, unnamedStatement } from "../../src/storage/database.ts";

/** Recorded beside the writes, whatever becomes of them; and which node does the background work. */
export const recordTables: ReadonlySet<string> = new Set([
  "exchanges",
  "exchange_contents",
  "received_attributes",
  "dialect_counters",
  "application_calls",
  "application_call_hours",
  "leases",
]);
/** Of rows that say other things too. */
const recordedColumns = ["last_used_at", "last_used_from", "last_used_by"];

/**
 * Reads every row of every table but the records of requests, as texts in order: two snapshots are equal when nothing
 * was changed between them. Everything has to be at rest: events wait for nothing, no worker runs.
 */
export async function snapshot(database: Database): Promise<Record<string, string[]>> {
  await eventsHavePositions(database);
  await schemasAreRead(database);
  const tables: Record<string, string[]> = {};
  for (const table of await tableNames(database)) {
    if (!recordTables.has(table)) tables[table] = await rowTexts(database, table, recordedColumns);
  }
  return tables;
}

/** The rows of a snapshot that name an organization: those of others may change meanwhile. */
export function rowsOf(tables: Readonly<Record<string, string[]>>, organizationId: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [table, rows.filter((row) => row.includes(organizationId))]),
  );
}

/** The names of all tables. */
export async function tableNames(database: Database): Promise<string[]> {
  const list = unnamedStatement("select tablename as name from pg_tables where schemaname = 'public' order by 1");
  return (await database.pool.query<{ name: string }>(list, [])).map(({ name }) => name);
}

/** Every row of a table as JSON, in order, without some columns. */
export async function rowTexts(database: Database, table: string, without: readonly string[] = []): Promise<string[]> {
  const rows = unnamedStatement(`select (to_jsonb(t) - $1::text[])::text as row from ${table} t order by 1`);
  return (await database.pool.query<{ row: string }>(rows, [without])).map(({ row }) => row);
}

/** Waits until the worker has read all resources by schemas that changed; it begins two seconds after they did. */
export async function schemasAreRead(database: Database): Promise<void> {
  const behind = unnamedStatement("select 1 from application_schemas where behind limit 1");
  while ((await database.pool.query(behind, [])).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function eventsHavePositions(database: Database): Promise<void> {
  const waiting = unnamedStatement("select 1 from provisioning_event_queue limit 1");
  while ((await database.pool.query(waiting, [])).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
