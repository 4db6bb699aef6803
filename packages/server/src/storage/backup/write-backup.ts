import { createHash } from "node:crypto";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { DatabaseTarget } from "../database.ts";
import {
  archiveFormat,
  type KeptTable,
  type ArchiveHeader,
  type ArchiveSummary,
  type BackupProgress,
  summarize,
  type TableEnd,
} from "./archive.ts";
import { type FrameMaker, openFrameMaker } from "./archive-frames.ts";
import { BackupFault } from "./backup-fault.ts";
import { type CopyConnection, inCopyTransaction } from "./copy-connection.ts";
import { listKeptTables, quoted } from "./kept-tables.ts";

export interface BackupOptions {
  readonly target: DatabaseTarget;
  readonly programVersion: string;
  readonly now: () => string;
  readonly progress: BackupProgress;
}

/** Bytes that are gathered into one frame. */
const frameBytes = 262_144;

/**
 * Writes an archive of the whole database, as it was at one instant, while others go on writing: every table is read in
 * one transaction that sees nothing of what is committed after its beginning. Needs as much memory for a million rows as
 * for ten.
 *
 * @throws DatabaseUnavailable; BackupFault when there is nothing to back up
 */
export async function writeBackup(options: BackupOptions, archive: Writable): Promise<ArchiveSummary> {
  return inCopyTransaction(options.target, "isolation level repeatable read, read only", async (connection) => {
    const header = await describe(connection, options);
    const ends: TableEnd[] = [];
    const frames = archiveOf(connection, header, ends, options.progress);
    await pipeline(Readable.from(frames, { objectMode: true, highWaterMark: 2 }), createGzip({ level: 6 }), archive);
    return summarize(header, ends);
  });
}

async function describe(connection: CopyConnection, { programVersion, now }: BackupOptions): Promise<ArchiveHeader> {
  const [found] = await connection.run<{ exists: boolean }>(
    "select to_regclass('schema_migrations') is not null as exists",
  );
  if (found?.exists !== true) throw new BackupFault("the database holds nothing: Rollcall never started on it");
  const migrations = await connection.run<{ number: number }>("select number from schema_migrations order by number");
  return {
    rollcall: "backup",
    format: archiveFormat,
    programVersion,
    migrations: migrations.map(({ number }) => number),
    takenAt: now(),
    tables: await listKeptTables(connection),
  };
}

async function* archiveOf(
  connection: CopyConnection,
  header: ArchiveHeader,
  ends: TableEnd[],
  progress: BackupProgress,
): AsyncGenerator<Buffer> {
  const maker = openFrameMaker();
  const expected = header.tables.reduce((sum, { expectedRows }) => sum + expectedRows, 0);
  yield maker.json("H", header);
  for (const table of header.tables) {
    progress(
      ends.reduce((sum, { rows }) => sum + rows, 0),
      expected,
      table.name,
    );
    yield maker.json("T", { name: table.name });
    const end = yield* rowsOf(connection, table, maker);
    ends.push(end);
    yield maker.json("E", end);
  }
  yield maker.end();
}

async function* rowsOf(
  connection: CopyConnection,
  table: KeptTable,
  maker: FrameMaker,
): AsyncGenerator<Buffer, TableEnd> {
  const { name, columns } = table;
  const digest = createHash("sha256");
  let bytes = 0;
  let gathered: Buffer[] = [];
  let size = 0;
  const take = (): Buffer => {
    const payload = Buffer.concat(gathered);
    digest.update(payload);
    bytes += payload.length;
    gathered = [];
    size = 0;
    return maker.frame("D", payload);
  };
  // A partitioned table can be copied by a query only.
  const rows = connection.copyOut(`copy (select ${columns.map(quoted).join(", ")} from ${quoted(name)}) to stdout`);
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    gathered.push(chunk);
    size += chunk.length;
    if (size >= frameBytes) yield take();
  }
  if (size > 0) yield take();
  return { name, rows: rows.rowCount, bytes, sha256: digest.digest("hex") };
}
