import { createWriteStream, existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import type { Config } from "../config.ts";
import { programVersion } from "../config/program-version.ts";
import type { ArchiveSummary } from "../storage/backup/archive.ts";
import { BackupFault } from "../storage/backup/backup-fault.ts";
import { writeBackup } from "../storage/backup/write-backup.ts";
import { openBar } from "./bar.ts";
import { onTarget } from "./on-database.ts";

/** Stands for stdout and stdin. */
const pipe = "-";

/**
 * `rollcall backup`: writes an archive of the whole database while the server goes on. The file appears under its name
 * when it is whole and on disk; nothing is overwritten.
 */
export async function runBackup(
  config: Config,
  { file = defaultName(), json }: { readonly file?: string | undefined; readonly json: boolean },
): Promise<number> {
  const said = file === pipe ? process.stderr : process.stdout;
  if (file !== pipe && existsSync(file)) {
    process.stderr.write(`${file} exists already, and nothing is overwritten: name another file\n`);
    return 1;
  }
  return onTarget(config, async (target) => {
    const bar = openBar(process.stderr);
    const into = (archive: Writable): Promise<ArchiveSummary> =>
      writeBackup(
        {
          target,
          programVersion: programVersion(),
          now: () => new Date().toISOString(),
          progress: (done, expected, table) => bar.advance(Math.min(done, expected), expected, `rows, ${table}`),
        },
        archive,
      );
    try {
      const summary = file === pipe ? await into(process.stdout) : await writeFile(file, into);
      bar.end();
      const { rows, tables, takenAt, migration } = summary;
      const sentence = `${file}: ${rows} rows of ${tables.length} tables as they were at ${takenAt}, migration ${migration}`;
      said.write(json ? `${JSON.stringify({ file, ...summary }, null, 2)}\n` : `${sentence}\n`);
      return 0;
    } catch (error) {
      bar.end();
      if (!(error instanceof BackupFault)) throw error;
      process.stderr.write(`There is no backup: ${error.message}.\n`);
      return 1;
    }
  });
}

/** Only its owner may read it: it holds everything. */
async function writeFile<T>(file: string, write: (archive: Writable) => Promise<T>): Promise<T> {
  const unfinished = `${file}.part`;
  try {
    const outcome = await write(createWriteStream(unfinished, { flags: "wx", mode: 0o600 }));
    const handle = await open(unfinished, "r+");
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
    return outcome;
  } catch (error) {
    // Somebody else's file of that name is theirs.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") await rm(unfinished, { force: true });
    throw error;
  }
}

function defaultName(): string {
  const instant = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `rollcall-${instant}.backup`;
}
