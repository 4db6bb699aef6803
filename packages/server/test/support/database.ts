import { createHash, randomBytes } from "node:crypto";
import { after, before } from "node:test";
import { silentLog } from "../../src/log.ts";
import { type Database, type DatabaseOptions, type DatabaseTarget, openDatabase } from "../../src/storage/database.ts";
import { migrate, readMigrations, migrationsFolder } from "../../src/storage/migrate.ts";
import { type SharedPostgres, sharedPostgres } from "./shared-postgres.ts";
import { findPgBouncer, startPgBouncer } from "./pgbouncer.ts";
import { type PooledServer, startTransactionPooler, type TransactionPooler } from "./transaction-pooler.ts";

export interface TestDatabase {
  readonly database: Database;
  readonly target: DatabaseTarget;
  /** Connects as a second node does; the caller closes it. */
  openAnother(): Database;
  /** Closes the connections and removes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions extends Partial<Omit<DatabaseOptions, "target">> {
  /** False gives an empty database; true, the default, one with all migrations applied. */
  readonly migrated?: boolean;
  /** Which pooler is in between when one is; `tests` is a pooler of the tests' own that every machine has. */
  readonly pooledBy?: "tests" | "pgbouncer";
}

/**
 * Makes a database of its own on the run's PostgreSQL, a copy of a template with all migrations applied (about 50 ms).
 * Works as root, as an ordinary user, and on the PostgreSQL that ROLLCALL_TEST_DATABASE_URL names. With
 * `pooler: "transaction"`, or ROLLCALL_TEST_POOLER=transaction for all tests, a pooler in transaction mode is in between;
 * with ROLLCALL_TEST_POOLER=pgbouncer it is the machine's PgBouncer.
 */
export async function testDatabase({
  migrated = true,
  pooledBy = process.env["ROLLCALL_TEST_POOLER"] === "pgbouncer" ? "pgbouncer" : "tests",
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await sharedPostgres();
  const template = migrated ? await ensureTemplate(server) : "template0";
  const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await createDatabase(server, name, template);
  const mode = options.pooler ?? (process.env["ROLLCALL_TEST_POOLER"] === undefined ? "none" : "transaction");
  const pooler = mode === "none" ? undefined : await startPooler(pooled(server.target(name)), pooledBy);
  const target = pooler === undefined ? server.target(name) : { ...pooled(server.target(name)), ...behind(pooler) };
  const openAnother = () => openDatabase({ log: silentLog, ...options, target, pooler: mode });
  const database = openAnother();
  return {
    database,
    target,
    openAnother,
    async drop() {
      await database.close();
      await pooler?.close();
      await server.creator.query(`drop database if exists ${name} with (force)`);
    },
  };
}

function startPooler(server: PooledServer, by: "tests" | "pgbouncer"): Promise<TransactionPooler> {
  if (by === "tests") return startTransactionPooler(server);
  const program = findPgBouncer();
  if (program === undefined) throw new Error("expected a PgBouncer on this machine, found none: install it");
  return startPgBouncer(program, server);
}

function pooled(target: DatabaseTarget): PooledServer & { user: string; database: string } {
  if (!("url" in target)) return { ...target, path: `${target.host}/.s.PGSQL.${target.port}` };
  const url = new URL(target.url);
  return { port: Number(url.port || 5432), user: url.username, database: url.pathname.slice(1) };
}

function behind({ port }: TransactionPooler): { host: string; port: number } {
  return { host: "127.0.0.1", port };
}

/**
 * Gives the tests of a file (or of the `describe` it is called in) one database together: made before the first,
 * removed after the last.
 *
 * @example
 * const test_ = withDatabase();
 * test("…", async () => { await test_.database.reader.query(…) });
 */
export function withDatabase(options: TestDatabaseOptions = {}): Pick<TestDatabase, "database" | "target"> {
  let made: TestDatabase | undefined;
  before(async () => {
    made = await testDatabase(options);
  });
  after(async () => {
    await made?.drop();
  });
  const ready = (): TestDatabase => {
    if (made === undefined) throw new Error("the database is there only while tests run");
    return made;
  };
  return {
    get database() {
      return ready().database;
    },
    get target() {
      return ready().target;
    },
  };
}

/** A target as DATABASE_URL would name it, a unix socket included. */
export function databaseUrl(target: DatabaseTarget): string {
  if ("url" in target) return target.url;
  return `postgres://${target.user}@localhost:${target.port}/${target.database}?host=${encodeURIComponent(target.host)}`;
}

let template: Promise<string> | undefined;

/** The name of the database with all migrations applied; made once per run and per state of the migrations. */
function ensureTemplate(server: SharedPostgres): Promise<string> {
  return (template ??= makeTemplate(server));
}

async function makeTemplate(server: SharedPostgres): Promise<string> {
  const hash = createHash("sha256")
    .update(JSON.stringify(readMigrations(migrationsFolder)))
    .digest("hex")
    .slice(0, 16);
  const name = `template_${hash}`;
  const { creator } = server;
  // One test process makes it, the others wait.
  await creator.query("select pg_advisory_lock(2)");
  try {
    const found = await creator.query("select from pg_database where datname = $1", [name]);
    if (found.rowCount === 1) return name;
    const draft = `${name}_draft`;
    await creator.query(`drop database if exists ${draft} with (force)`);
    await createDatabase(server, draft, "template0");
    const database = openDatabase({ target: server.target(draft), log: silentLog });
    try {
      await migrate(database);
    } finally {
      await database.close();
    }
    await creator.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await creator.query("select pg_advisory_unlock(2)");
  }
}

async function createDatabase({ creator, target }: SharedPostgres, name: string, from: string): Promise<void> {
  const where = target(name);
  const owner = "user" in where ? ` owner ${where.user}` : "";
  for (let attempt = 1; ; attempt += 1) {
    try {
      await creator.query(`create database ${name} template ${from}${owner}`);
      return;
    } catch (error) {
      // 55006: somebody is connected to the template, as autovacuum may be for a moment.
      if ((error as { code?: string }).code !== "55006" || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
