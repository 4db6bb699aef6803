import { join, resolve } from "node:path";
import type { Config } from "../../config.ts";
import { DatabaseUnavailable } from "../../domain/database-failures.ts";
import { silentLog } from "../../log.ts";
import { type Database, openDatabase } from "../../storage/database.ts";
import { choosePostgres } from "../../storage/embedded-postgres/choose-postgres.ts";
import { findPostgres } from "../../storage/embedded-postgres/find-postgres.ts";
import { findServerOwner } from "../../storage/embedded-postgres/server-owner.ts";
import { findRunningPostgres } from "../../storage/embedded-postgres.ts";
import { findUnknownMigrations } from "../../storage/migrate.ts";
import { readServerClock, readServerFacts } from "../../storage/read/server-facts.ts";
import { StartRefusal } from "../../storage/start-refusal.ts";
import { isUnsaidPooler, unsaidPoolerMended } from "../../storage/unsaid-pooler.ts";
import { type Check, ok, problem, warning } from "./check.ts";

const name = "database";

/** Checks the database that the settings lead to, and its clock; says of one that is not started whether it could be. */
export async function checkDatabase(config: Pick<Config, "databaseUrl" | "dataFolder" | "pooler">): Promise<Check[]> {
  const target =
    config.databaseUrl === undefined ? findRunningPostgres(config.dataFolder) : { url: config.databaseUrl };
  if (target === undefined) return [checkStoppedPostgres(config.dataFolder)];
  const database = openDatabase({ target, log: silentLog, pooler: config.pooler });
  try {
    return [await checkServer(database), await checkClock(database)];
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    return [problem(name, error.message, mend(error, config))];
  } finally {
    await database.close();
  }
}

function mend(error: DatabaseUnavailable, config: Pick<Config, "databaseUrl" | "dataFolder">): string {
  if (isUnsaidPooler(error)) return unsaidPoolerMended;
  if (config.databaseUrl === undefined) return `read ${join(resolve(config.dataFolder), "log", "postgres.log")}`;
  return "check DATABASE_URL, that the database runs, and that its network and pg_hba.conf let this machine in";
}

function checkStoppedPostgres(dataFolder: string): Check {
  const clusterFolder = join(resolve(dataFolder), "postgres");
  try {
    const facts = findPostgres(clusterFolder);
    const chosen = choosePostgres(facts);
    const owner = findServerOwner(clusterFolder);
    const data = facts.clusterMajor === undefined ? "no data yet" : `data of version ${facts.clusterMajor}`;
    return ok(
      name,
      `not running; PostgreSQL ${chosen.major} of the ${chosen.source}, as user id ${owner.uid}, ${data}`,
    );
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    return problem(name, error.message, error.whatToDo);
  }
}

async function checkServer(database: Database): Promise<Check> {
  const row = await readServerFacts(database.lists);
  const version = `PostgreSQL ${Math.floor(row.version / 10_000)}.${row.version % 10_000}`;
  if (row.version < 150_000) return problem(name, version, "use PostgreSQL 15 to 18");
  if (row.encoding !== "UTF8") {
    return problem(name, `${version} with encoding ${row.encoding}`, "create the database with encoding UTF8");
  }
  if (row.missingExtensions !== null) {
    return problem(
      name,
      `${version} without ${row.missingExtensions}`,
      "install PostgreSQL's contrib extensions on its machine",
    );
  }
  const unknown = await findUnknownMigrations(database);
  if (unknown.length > 0) {
    const numbers = unknown.join(", ");
    return warning(
      name,
      `${version}, migrated by a newer Rollcall (${numbers})`,
      "start the newer Rollcall everywhere",
    );
  }
  if (row.version >= 190_000) return warning(name, version, "Rollcall is tested with PostgreSQL 15 to 18");
  return ok(name, version);
}

async function checkClock(database: Database): Promise<Check> {
  const before = Date.now();
  const now = await readServerClock(database.lists);
  return judgeClock(now - (before + Date.now()) / 2);
}

/** Judges how many milliseconds the database's clock is ahead of this machine's. */
export function judgeClock(ahead: number): Check {
  const seconds = (Math.abs(ahead) / 1_000).toFixed(1);
  const found = `the database's clock is ${seconds} seconds ${ahead < 0 ? "behind" : "ahead"}`;
  if (Math.abs(ahead) < 2_000) return ok("clock", found);
  const whatToDo = "let both machines set their clocks by NTP";
  return Math.abs(ahead) < 60_000 ? warning("clock", found, whatToDo) : problem("clock", found, whatToDo);
}
