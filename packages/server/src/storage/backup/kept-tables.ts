import type { KeptTable } from "./archive.ts";
import type { CopyConnection } from "./copy-connection.ts";

/** Filled by the migrations themselves. */
const migrationsTable = "schema_migrations";

const keptTables = `
  select c.oid, c.relname as name, greatest(c.reltuples, 0)::float8 as "expectedRows",
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(distinct k.confrelid::regclass::text), '{}') from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p' and c.relname <> '${migrationsTable}'
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname`;

/**
 * Lists the tables that a backup holds, each after those that its rows refer to: all but the list of migrations, and
 * what PostgreSQL itself forgets in a crash (unlogged tables: bookmarks of lists).
 */
export async function listKeptTables(connection: CopyConnection): Promise<KeptTable[]> {
  const found = await connection.run<KeptTable & { readonly needs: readonly string[] }>(keptTables);
  const ordered: KeptTable[] = [];
  const placed = new Set<string>();
  while (ordered.length < found.length) {
    const next = found.find(({ name, needs }) => !placed.has(name) && needs.every((one) => placed.has(one)));
    if (next === undefined) throw new Error("tables refer to each other in a circle");
    placed.add(next.name);
    ordered.push({ name: next.name, columns: next.columns, expectedRows: Math.round(next.expectedRows) });
  }
  return ordered;
}

/** A table with its columns as SQL has them. */
export function columnsOf({ name, columns }: Pick<KeptTable, "name" | "columns">): string {
  return `${quoted(name)} (${columns.map(quoted).join(", ")})`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
