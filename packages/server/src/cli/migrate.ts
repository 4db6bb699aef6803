import type { Config } from "../config.ts";
import { openDatabase } from "../storage/database.ts";
import { startEmbeddedPostgres } from "../storage/embedded-postgres.ts";
import { migrate } from "../storage/migrate.ts";
import { openLog } from "./open-log.ts";

/**
 * `rollcall migrate`: brings the database to the version of this program and stops. `serve` does so by itself at its
 * start; this is for those who upgrade the database before the nodes.
 */
export async function runMigrate(config: Config): Promise<number> {
  const log = openLog(config.logLevel);
  const embedded =
    config.databaseUrl === undefined ? await startEmbeddedPostgres({ dataFolder: config.dataFolder, log }) : undefined;
  const target = embedded?.connection ?? { url: config.databaseUrl ?? "" };
  const database = openDatabase({ target, log, pooler: config.pooler });
  try {
    const { applied, version } = await migrate(database);
    const done = applied.length === 0 ? "nothing to do" : applied.join(", ");
    process.stdout.write(`${done}; the database is at version ${version}\n`);
    return 0;
  } finally {
    await database.close();
    await embedded?.stop();
  }
}
