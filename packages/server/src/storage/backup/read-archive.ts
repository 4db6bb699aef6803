import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { archiveFormat, type ArchiveHeader, type ArchiveSummary, summarize, type TableEnd } from "./archive.ts";
import { type Frame, readFrames } from "./archive-frames.ts";
import { BackupFault } from "./backup-fault.ts";

/** What is done with an archive while it is read. */
export interface ArchiveReader {
  /** Before the first table. */
  begin(header: ArchiveHeader): Promise<void>;
  /** Takes all rows of a table, which come as COPY wrote them. @returns how many it took, where it counts them */
  take(name: string, rows: AsyncIterable<Buffer>): Promise<number | undefined>;
}

/**
 * Reads an archive from its beginning to its end, checking every digest on the way. What is wrong may show only at the
 * very end: whoever takes the rows must be able to give them up until then.
 *
 * @throws BackupFault when it is no archive, was cut off, changed, or is of a newer format
 */
export async function readArchive(archive: Readable, reader: ArchiveReader): Promise<ArchiveSummary> {
  const frames = readFrames(archive);
  try {
    return await readAll(frames, reader);
  } finally {
    // Closes the archive where it was not read to its end.
    await frames.return(undefined);
  }
}

/** Reads an archive for nothing but its digests. @throws BackupFault as `readArchive` does */
export function checkArchive(archive: Readable): Promise<ArchiveSummary> {
  return readArchive(archive, {
    begin: async () => undefined,
    async take(_name, rows) {
      for await (const _ of rows);
      return undefined;
    },
  });
}

async function readAll(frames: AsyncGenerator<Frame>, reader: ArchiveReader): Promise<ArchiveSummary> {
  const header = readHeader(await next(frames));
  await reader.begin(header);
  const ends: TableEnd[] = [];
  for (let frame = await next(frames); frame.kind !== "Z"; frame = await next(frames)) {
    if (frame.kind !== "T") throw new BackupFault("its parts are not in their order");
    const { name } = parse(frame) as { name: string };
    const end = await readTable(name, frames, reader);
    ends.push(end);
  }
  // Nothing may follow.
  if ((await frames.next()).done !== true) throw new BackupFault("something follows its end");
  const missing = header.tables.find(({ name }) => !ends.some((end) => end.name === name));
  if (missing !== undefined) throw new BackupFault(`the table ${missing.name} is missing from it`);
  return summarize(header, ends);
}

async function readTable(name: string, frames: AsyncGenerator<Frame>, reader: ArchiveReader): Promise<TableEnd> {
  const digest = createHash("sha256");
  let last: Frame | undefined;
  const rows = async function* (): AsyncGenerator<Buffer> {
    for (last = await next(frames); last.kind === "D"; last = await next(frames)) {
      digest.update(last.payload);
      yield last.payload;
    }
  };
  const taken = await reader.take(name, rows());
  if (last?.kind !== "E") throw new BackupFault("its parts are not in their order");
  const end = parse(last) as TableEnd;
  if (end.name !== name || end.sha256 !== digest.digest("hex")) {
    throw new BackupFault(`the rows of ${name} are not those that were written: it was changed`);
  }
  if (taken !== undefined && taken !== end.rows) {
    throw new BackupFault(`${name} has ${end.rows} rows in it, and ${taken} were taken`);
  }
  return end;
}

async function next(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { value, done } = await frames.next();
  if (done === true) throw new BackupFault("it ends in the middle: it was cut off");
  return value;
}

function parse({ payload }: Frame): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    throw new BackupFault("what it says of itself cannot be read");
  }
}

function readHeader(frame: Frame): ArchiveHeader {
  const header = frame.kind === "H" ? (parse(frame) as Partial<ArchiveHeader>) : {};
  if (header.rollcall !== "backup") throw new BackupFault("it is no backup of Rollcall");
  if (header.format !== archiveFormat) {
    const format = String(header.format);
    throw new BackupFault(
      `it has the format ${format}, and this program reads ${archiveFormat}: use the program that wrote it`,
    );
  }
  return header as ArchiveHeader;
}
