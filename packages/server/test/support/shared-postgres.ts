import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { DatabaseTarget } from "../../src/storage/database.ts";
import { adoptOrStart, ensureDatabase, planPostmaster } from "../../src/storage/embedded-postgres.ts";
import { lockDataFolder } from "../../src/storage/embedded-postgres/data-folder-lock.ts";
import { readPostmasterFile } from "../../src/storage/embedded-postgres/postmaster-file.ts";
import { silentLog } from "../../src/log.ts";
import { StartRefusal } from "../../src/storage/start-refusal.ts";

/** A PostgreSQL that all test processes of a run share. */
export interface SharedPostgres {
  /** How to reach one of its databases as the role that Rollcall works with. */
  target(database: string): DatabaseTarget;
  /** A connection that may create databases; held open, it also tells the keeper that somebody is here. */
  readonly creator: Client;
}

const checkout = createHash("sha256")
  .update(import.meta.dirname)
  .digest("hex")
  .slice(0, 8);

/** One folder per user and checkout, so that two checkouts tested at once do not meet. */
export const sharedFolder = join(tmpdir(), `rollcall-tests-${process.getuid?.() ?? 0}-${checkout}`);

/** Without waiting for the disk: a test's database need not survive the machine. Never used outside tests. */
const settings = { connections: 300, durable: false, others: { shared_buffers: "128MB" } };

export const keeperName = "rollcall-tests-keeper";

let shared: Promise<SharedPostgres> | undefined;

/**
 * Finds the run's PostgreSQL or starts it: an embedded one, or the one that ROLLCALL_TEST_DATABASE_URL names (its role
 * must be allowed to create databases). A keeper process stops the embedded one when nobody has used it for a while.
 */
export function sharedPostgres(): Promise<SharedPostgres> {
  const url = process.env.ROLLCALL_TEST_DATABASE_URL;
  return (shared ??= url === undefined ? shareEmbedded() : shareExternal(url));
}

async function shareExternal(url: string): Promise<SharedPostgres> {
  const creator = await connect({ connectionString: url });
  const target = (database: string) => {
    const own = new URL(url);
    own.pathname = `/${database}`;
    return { url: own.href };
  };
  return { target, creator };
}

async function shareEmbedded(): Promise<SharedPostgres> {
  mkdirSync(sharedFolder, { recursive: true, mode: 0o711 });
  if (lstatSync(sharedFolder).uid !== process.getuid?.()) throw new Error(`${sharedFolder} belongs to somebody else`);
  for (;;) {
    const found = await connectToRunning();
    if (found !== undefined) return found;
    await startServer();
  }
}

/** Connects to the server that runs, as its superuser, who may create databases for Rollcall's role. */
async function connectToRunning(): Promise<SharedPostgres | undefined> {
  const file = readPostmasterFile(join(sharedFolder, "postgres"));
  if (file?.state !== "ready") return undefined;
  const { socketFolder: host, port } = file;
  try {
    const creator = await connect({ host, port, user: "postgres", database: "postgres" });
    // Whoever started it may not have come to that yet.
    await ensureDatabase({ pid: file.pid, port, socketFolder: host, exited: Promise.resolve() });
    const kept = await creator.query("select from pg_stat_activity where application_name = $1", [keeperName]);
    if (kept.rowCount === 0) startKeeper();
    return { creator, target: (database) => ({ host, port, user: "rollcall", database }) };
  } catch {
    // It is going away; the caller starts another.
    return undefined;
  }
}

async function startServer(): Promise<void> {
  try {
    const lock = await lockDataFolder(sharedFolder);
    try {
      const plan = planPostmaster(sharedFolder, { dataFolder: sharedFolder, log: silentLog, settings });
      await adoptOrStart(plan, silentLog);
    } finally {
      lock.release();
    }
  } catch (error) {
    const passing = error instanceof StartRefusal && error.reason === "data_folder_in_use";
    if (!passing && (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // Another test process is starting it, or the keeper has just removed the folder.
    await sleep(50);
    mkdirSync(sharedFolder, { recursive: true, mode: 0o711 });
  }
}

function startKeeper(): void {
  const program = join(import.meta.dirname, "keep-shared-postgres.ts");
  spawn(process.execPath, [program], { detached: true, stdio: "ignore", cwd: "/" }).unref();
}

async function connect(where: ConstructorParameters<typeof Client>[0] & object): Promise<Client> {
  const client = new Client({ ...where, application_name: "rollcall-tests" });
  client.on("error", () => {
    // A test that needs it sees its query fail.
  });
  await client.connect();
  // Open for as long as the test process lives, without keeping it alive.
  (client as Client & { unref(): void }).unref();
  return client;
}
