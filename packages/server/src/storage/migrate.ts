import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseUnavailable } from "../domain/database-failures.ts";
import type { Log } from "../log.ts";
import { type Database, type DedicatedConnection, type Reader, unnamedStatement } from "./database.ts";
import { StartRefusal } from "./start-refusal.ts";

/** One numbered SQL file. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** True when programs that do not know it cannot work with the database any more: marked in its first lines. */
  readonly incompatible: boolean;
}

export interface MigrationOutcome {
  /** Names of the migrations that this call carried out, in order. */
  readonly applied: readonly string[];
  /** The database's version now: the number of its newest migration. */
  readonly version: number;
}

/** The folder of Rollcall's own migrations. */
export const migrationsFolder = join(import.meta.dirname, "migrations");

/** Any constant will do, as long as no other part of the house locks it. */
const lockKey = 7_665_282_931;

/**
 * Brings the database to the version of this program: carries out each missing migration in a transaction of its own.
 * Several nodes may do so at once: an advisory lock lets one work, and the others find the work done.
 *
 * @throws StartRefusal when a newer program has migrated the database in a way that this one cannot work with
 */
export async function migrate(
  database: Database,
  { folder = migrationsFolder, log }: { folder?: string; log?: Log } = {},
): Promise<MigrationOutcome> {
  const migrations = readMigrations(folder);
  const applied: string[] = [];
  // A connection of its own: a migration may take longer than the time budgets of the pools allow.
  const connection = await database.connect();
  try {
    for (;;) {
      const step = await inTransaction(connection, () => carryOutNext(connection, migrations));
      if (step.name === undefined) return { applied, version: step.version };
      applied.push(step.name);
      log?.info({ migration: step.name }, "migrated the database");
    }
  } finally {
    await connection.close();
  }
}

type Step = { readonly name: string } | { readonly name: undefined; readonly version: number };

async function carryOutNext(connection: Reader, migrations: readonly Migration[]): Promise<Step> {
  await lockMigrations(connection);
  await connection.query(createTable, []);
  const done = await connection.query<AppliedMigration>(selectApplied, []);
  const next = nextMigration(migrations, done);
  if (next === undefined) return { name: undefined, version: done.at(-1)?.number ?? 0 };
  try {
    await connection.query(unnamedStatement(next.sql), []);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    throw new Error(`migration ${next.name}: ${(error as Error).message}`, { cause: error });
  }
  await connection.query(insertApplied, [next.number, next.name, next.incompatible]);
  return { name: next.name };
}

/** Lets nobody else migrate until the transaction ends: so it works behind a pooler and never outlives a killed node. */
export async function lockMigrations(tx: Reader): Promise<void> {
  await tx.query(takeLock, [lockKey]);
}

/** Carries out those of the migrations that are missing, all in the transaction that it is given. */
export async function migrateWithin(tx: Reader, migrations: readonly Migration[]): Promise<void> {
  for (;;) if ((await carryOutNext(tx, migrations)).name === undefined) return;
}

async function inTransaction<T>(connection: DedicatedConnection, work: () => Promise<T>): Promise<T> {
  await connection.query(begin, []);
  const outcome = await work();
  // After an error the caller closes the connection, which rolls back.
  await connection.query(commit, []);
  return outcome;
}

/** The numbers of the database's migrations that this program does not know; empty where it knows them all. */
export async function findUnknownMigrations(database: Database, folder = migrationsFolder): Promise<number[]> {
  const known = new Set(readMigrations(folder).map((one) => one.number));
  const [table] = await database.lists.query<{ exists: boolean }>(tableExists, []);
  if (table?.exists !== true) return [];
  const done = await database.lists.query<AppliedMigration>(selectApplied, []);
  return done.map((one) => one.number).filter((number) => !known.has(number));
}

/**
 * Reads the migrations of a folder: files named `0001_what_it_does.sql`, in the order of their numbers.
 *
 * @throws Error when a file has another name, or two have one number
 */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(file))
        throw new Error(`a migration is called 0001_what_it_does.sql, not ${file}`);
      const sql = readFileSync(join(folder, file), "utf8");
      const incompatible = sql.split("\n", 10).some((line) => line.trim() === "-- incompatible");
      return { number: Number.parseInt(file, 10), name: file.slice(0, -".sql".length), sql, incompatible };
    });
  const repeated = migrations.find((one, index) => migrations[index - 1]?.number === one.number);
  if (repeated !== undefined) throw new Error(`two migrations have the number ${repeated.number}`);
  return migrations;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly incompatible: boolean;
}

function nextMigration(known: readonly Migration[], done: readonly AppliedMigration[]): Migration | undefined {
  const newest = known.at(-1)?.number ?? 0;
  const tooNew = done.find((one) => one.number > newest && one.incompatible);
  if (tooNew !== undefined) {
    throw new StartRefusal(
      "database_of_newer_version",
      `the database was migrated by a newer Rollcall (${tooNew.name}), and this one (up to ${known.at(-1)?.name ?? "none"}) cannot work with it`,
      "start the newer Rollcall, or restore the backup taken before the upgrade",
    );
  }
  const numbers = new Set(done.map((one) => one.number));
  return known.find((one) => !numbers.has(one.number));
}

const takeLock = unnamedStatement("select pg_advisory_xact_lock($1)");
const begin = unnamedStatement("begin");
const commit = unnamedStatement("commit");
const createTable = unnamedStatement(
  `create table if not exists schema_migrations (
     number integer primary key,
     name text not null,
     incompatible boolean not null,
     applied_at timestamptz not null default now()
   )`,
);
const tableExists = unnamedStatement("select to_regclass('schema_migrations') is not null as exists");
const selectApplied = unnamedStatement("select number, name, incompatible from schema_migrations order by number");
const insertApplied = unnamedStatement(
  "insert into schema_migrations (number, name, incompatible) values ($1, $2, $3)",
);
