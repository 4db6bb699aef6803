import { createReadStream } from "node:fs";
import type { Config } from "../config.ts";
import type { ArchiveSummary } from "../storage/backup/archive.ts";
import { BackupFault } from "../storage/backup/backup-fault.ts";
import { checkArchive } from "../storage/backup/read-archive.ts";
import { restoreBackup } from "../storage/backup/restore-backup.ts";
import { openBar } from "./bar.ts";
import { onTarget } from "./on-database.ts";

export interface RestoreOptions {
  /** `-` stands for stdin. */
  readonly file: string;
  /** Only reads the archive to its end and checks every digest. */
  readonly check: boolean;
  readonly json: boolean;
}

/** `rollcall restore`: fills an empty database from an archive, all of it or nothing. */
export async function runRestore(config: Config, { file, check, json }: RestoreOptions): Promise<number> {
  const archive = file === "-" ? process.stdin : createReadStream(file);
  try {
    const summary = check ? await checkArchive(archive) : undefined;
    if (summary !== undefined) return say(summary, check, json);
    return await onTarget(config, async (target) => {
      const bar = openBar(process.stderr);
      try {
        const restored = await restoreBackup(
          {
            target,
            progress: (done, expected, table) => bar.advance(Math.min(done, expected), expected, `rows, ${table}`),
          },
          archive,
        );
        bar.end();
        return say(restored, check, json);
      } finally {
        bar.end();
      }
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof BackupFault) process.stderr.write(`Nothing was restored: ${error.message}.\n`);
    else if (code === "ENOENT" || code === "EACCES") process.stderr.write(`${file} cannot be read (${code}).\n`);
    else throw error;
    return 1;
  }
}

function say(summary: ArchiveSummary, check: boolean, json: boolean): number {
  const { rows, tables, takenAt, programVersion, migration } = summary;
  const what = `${rows} rows of ${tables.length} tables as they were at ${takenAt} (Rollcall ${programVersion}, migration ${migration})`;
  const sentence = check ? `The backup is whole: ${what}.` : `Restored ${what}. Next: rollcall serve`;
  process.stdout.write(json ? `${JSON.stringify({ restored: !check, ...summary }, null, 2)}\n` : `${sentence}\n`);
  return 0;
}
