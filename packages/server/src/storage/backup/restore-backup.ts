import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DatabaseTarget } from "../database.ts";
import { lockMigrations, type Migration, migrateWithin, migrationsFolder, readMigrations } from "../migrate.ts";
import type { KeptTable, ArchiveHeader, ArchiveSummary, BackupProgress } from "./archive.ts";
import { BackupFault } from "./backup-fault.ts";
import { type CopyConnection, inCopyTransaction } from "./copy-connection.ts";
import { columnsOf, listKeptTables, quoted } from "./kept-tables.ts";
import { readArchive } from "./read-archive.ts";

export interface RestoreOptions {
  readonly target: DatabaseTarget;
  readonly progress: BackupProgress;
}

/**
 * Restores an archive into an empty database, in one transaction: all of it or nothing. Makes the tables as they were,
 * fills them, and then brings them to the version of this program.
 *
 * Readers of the event feed have to begin anew (a new epoch): what they saw after the backup never happened here.
 *
 * @throws BackupFault when the database is not empty, the archive is broken, or of a newer program
 */
export async function restoreBackup({ target, progress }: RestoreOptions, archive: Readable): Promise<ArchiveSummary> {
  return inCopyTransaction(target, "", async (connection) => {
    const migrations = readMigrations(migrationsFolder);
    const tables = new Map<string, KeptTable>();
    let indexes: readonly LaidAside[] = [];
    let expected = 0;
    let done = 0;
    const read = await readArchive(archive, {
      async begin(header) {
        await lockMigrations(connection);
        await requireEmpty(connection);
        await migrateWithin(connection, migrationsOf(header, migrations));
        for (const table of await readyTables(connection, header)) tables.set(table.name, table);
        expected = header.tables.reduce((sum, { expectedRows }) => sum + expectedRows, 0);
        indexes = await layIndexesAside(connection);
      },
      async take(name, rows) {
        const table = tables.get(name);
        if (table === undefined) throw new BackupFault(`it has a table that its migrations do not make: ${name}`);
        progress(done, expected, name);
        const sink = connection.copyIn(`copy ${columnsOf(table)} from stdin`);
        await pipeline(rows, sink);
        done += sink.rowCount;
        return sink.rowCount;
      },
    });
    progress(done, expected, "indexes");
    for (const { definition } of indexes) await connection.run(definition);
    await continueCounting(connection);
    await migrateWithin(connection, migrations);
    await connection.run(beginAnew);
    return read;
  });
}

async function requireEmpty(connection: CopyConnection): Promise<void> {
  const [found] = await connection.run<{ tables: number; some: string | null }>(
    `select count(*)::int as tables, min(relname) as some from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = pg_class.oid and d.deptype = 'e')`,
  );
  if ((found?.tables ?? 0) > 0) {
    throw new BackupFault(
      `the database is not empty: it has ${found?.tables} tables (${found?.some} is one); restore into an empty one, nothing is overwritten`,
    );
  }
}

/** The migrations that the archive's database had. */
function migrationsOf({ migrations, programVersion }: ArchiveHeader, known: readonly Migration[]): Migration[] {
  const unknown = migrations.filter((number) => !known.some((one) => one.number === number));
  if (unknown.length > 0) {
    throw new BackupFault(
      `it was taken by a newer Rollcall (${programVersion}) with migrations that this one does not know: ${unknown.join(", ")}; restore it with that version or a newer one`,
    );
  }
  return known.filter((one) => migrations.includes(one.number));
}

/** The tables of the archive, emptied of what the migrations put into them. */
async function readyTables(connection: CopyConnection, header: ArchiveHeader): Promise<readonly KeptTable[]> {
  const made = await listKeptTables(connection);
  if (made.length > 0) await connection.run(`truncate ${made.map(({ name }) => quoted(name)).join(", ")}`);
  return header.tables;
}

interface LaidAside {
  readonly name: string;
  readonly definition: string;
}

/** Drops every index that holds nothing up but speed; they are made again when the rows are there, many times faster. */
async function layIndexesAside(connection: CopyConnection): Promise<readonly LaidAside[]> {
  const indexes = await connection.run<LaidAside>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      where c.relnamespace = current_schema()::regnamespace and t.relkind = 'r' and t.relpersistence = 'p'
        and not i.indisprimary and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
      order by c.relname`,
  );
  for (const { name } of indexes) await connection.run(`drop index ${quoted(name)}`);
  return indexes;
}

/** Numbers that the database gives go on after those that were restored. */
async function continueCounting(connection: CopyConnection): Promise<void> {
  const counted = await connection.run<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = current_schema()::regnamespace and a.attidentity <> '' and not a.attisdropped`,
  );
  for (const { table, column } of counted) {
    await connection.run(
      `select setval(pg_get_serial_sequence('${quoted(table)}', '${column}'),
          (select coalesce(max(${quoted(column)}), 0) + 1 from ${quoted(table)}), false)`,
    );
  }
}

/**
 * A feed begins anew; webhooks go on in it where they stood. Nobody has any right of before, and every node forgets what
 * it knew.
 */
const beginAnew = `
  with feeds as (
    update provisioning_event_feeds f set epoch = gen_random_uuid() from provisioning_event_feeds former
      where former.organization_id = f.organization_id
      returning f.organization_id, f.epoch, former.epoch as former
  ), hooks as (
    update webhooks w set epoch = feeds.epoch, leased_by = null, leased_until = null from feeds
      where feeds.organization_id = w.organization_id and feeds.former = w.epoch
  ), rights as (
    update leases set held_by = null, held_until = '-infinity'
  )
  update settings_versions set version = version + 1`;
