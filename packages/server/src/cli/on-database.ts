import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { type Database, type DatabaseTarget, openDatabase } from "../storage/database.ts";
import { findRunningPostgres, startEmbeddedPostgres } from "../storage/embedded-postgres.ts";
import { openLog } from "./open-log.ts";

/** Works on the database beside a running server, or starts the embedded one for the moment. */
export async function onTarget(
  config: Config,
  work: (target: DatabaseTarget, log: Log) => Promise<number>,
): Promise<number> {
  const log = openLog(config.logLevel);
  const { databaseUrl, dataFolder } = config;
  const running = databaseUrl === undefined ? findRunningPostgres(dataFolder) : { url: databaseUrl };
  if (running !== undefined) return work(running, log);
  const embedded = await startEmbeddedPostgres({ dataFolder, log });
  try {
    return await work(embedded.connection, log);
  } finally {
    await embedded.stop();
  }
}

/** The same with the database opened. */
export function onDatabase(config: Config, work: (database: Database) => Promise<number>): Promise<number> {
  return onTarget(config, async (target, log) => {
    const database = openDatabase({ target, log, pooler: config.pooler });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  });
}
