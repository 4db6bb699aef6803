import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Log } from "../log.ts";
import { choosePostgres } from "./embedded-postgres/choose-postgres.ts";
import { createCluster, superuser, writeAccessRules } from "./embedded-postgres/cluster-folder.ts";
import { lockDataFolder } from "./embedded-postgres/data-folder-lock.ts";
import { findPostgres } from "./embedded-postgres/find-postgres.ts";
import {
  findPostmaster,
  findSocketFolder,
  type Postmaster,
  type PostmasterPlan,
  runsAsPlanned,
  startPostmaster,
  stopPostmaster,
} from "./embedded-postgres/postmaster.ts";
import { prepareBinaries } from "./embedded-postgres/prepare-binaries.ts";
import { findServerOwner } from "./embedded-postgres/server-owner.ts";
import { defaultSettings, type ServerSettings } from "./embedded-postgres/server-settings.ts";
import { makeSocketFolder, removeSocketFolder } from "./embedded-postgres/socket-folder.ts";

/** Where a PostgreSQL is reached: over a unix socket (`host` is its folder). */
export interface SocketConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly log: Log;
  readonly settings?: Partial<ServerSettings>;
}

export interface EmbeddedPostgres {
  /** The same over all restarts of the server. */
  readonly connection: SocketConnection;
  /** The process id of the server now; another one after a restart. */
  readonly pid: number;
  /** Ends the server and gives the data folder back; everything written is on disk when it resolves. */
  stop(): Promise<void>;
}

/** The role and the database that Rollcall works with: it owns the database and nothing else. */
const role = "rollcall";
const database = "rollcall";

/**
 * Serves the data folder with a PostgreSQL of our own and keeps it running until `stop`: creates the cluster at the
 * first start, takes over a server that outlived a killed Rollcall, starts a killed server again.
 *
 * @throws StartRefusal when the folder is in use, belongs to somebody else or to another version, or nothing runs here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  makeDataFolder(dataFolder);
  const lock = await lockDataFolder(dataFolder);
  try {
    const plan = planPostmaster(dataFolder, options);
    const postmaster = await adoptOrStart(plan, options.log);
    await ensureDatabase(postmaster);
    return supervise(plan, postmaster, options.log, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeDataFolder(dataFolder: string): void {
  if (existsSync(dataFolder)) return;
  mkdirSync(dataFolder, { recursive: true });
  // Root shares the way into it with the server's owner, whatever its umask; what lies within is guarded by itself.
  chmodSync(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** How to reach the PostgreSQL that serves this data folder now; undefined when none does. For programs that only ask. */
export function findRunningPostgres(dataFolder: string): SocketConnection | undefined {
  const found = findPostmaster(join(resolve(dataFolder), "postgres"));
  return found === undefined ? undefined : { host: found.socketFolder, port: found.port, user: role, database };
}

/** Decides programs, owner and settings, and creates the cluster where there is none. */
export function planPostmaster(dataFolder: string, { log, settings }: EmbeddedPostgresOptions): PostmasterPlan {
  const clusterFolder = join(dataFolder, "postgres");
  const owner = findServerOwner(clusterFolder);
  const installation = choosePostgres(findPostgres(clusterFolder));
  const binaries = prepareBinaries(installation, owner, dataFolder, log);
  const wanted = { ...defaultSettings, ...settings };
  createCluster(binaries, installation.major, owner, clusterFolder, {
    sync: wanted.durable,
  });
  writeAccessRules(owner, clusterFolder, role);
  const socketFolder = findSocketFolder(clusterFolder) ?? makeSocketFolder(dataFolder, owner);
  return { binaries, owner, dataFolder, clusterFolder, socketFolder, settings: wanted };
}

/** Takes over the server that already works on the cluster when it is as we would start it, else starts one. */
export async function adoptOrStart(plan: PostmasterPlan, log: Log): Promise<Postmaster> {
  const found = findPostmaster(plan.clusterFolder);
  if (found !== undefined) {
    if (runsAsPlanned(plan) && (await answers(found))) {
      log.info({ pid: found.pid }, "took over the PostgreSQL that was still running");
      return found;
    }
    log.info({ pid: found.pid }, "stopping the PostgreSQL that was still running");
    await stopPostmaster(found);
  }
  return startPostmaster(plan);
}

/** Creates Rollcall's role and database; does nothing when they are there. */
export async function ensureDatabase(postmaster: Postmaster): Promise<void> {
  const client = superuserClient(postmaster);
  await client.connect();
  try {
    const roles = await client.query("select from pg_roles where rolname = $1", [role]);
    if (roles.rowCount === 0) await createOnce(client, `create role ${role} login`);
    const databases = await client.query("select from pg_database where datname = $1", [database]);
    if (databases.rowCount === 0) await createOnce(client, `create database ${database} owner ${role}`);
  } finally {
    await client.end();
  }
}

async function createOnce(client: Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    // Somebody else created it a moment earlier.
    if (!["42710", "42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  }
}

/** A client of the server's superuser; the caller connects and ends it. */
function superuserClient(postmaster: Postmaster): Client {
  const { socketFolder: host, port } = postmaster;
  const client = new Client({
    host,
    port,
    user: superuser,
    database: "postgres",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {
    // The server going away fails the query that waits; without a listener it would end the process.
  });
  return client;
}

/** Asks a found server for an answer, also when it is still recovering, for at most a minute. */
async function answers(found: Postmaster): Promise<boolean> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const client = superuserClient(found);
    try {
      await client.connect();
      return true;
    } catch (error) {
      // 57P03: it is starting up or shutting down.
      if ((error as { code?: string }).code !== "57P03") return false;
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(100);
  }
  return false;
}

function supervise(plan: PostmasterPlan, first: Postmaster, log: Log, release: () => void): EmbeddedPostgres {
  let postmaster = first;
  const stopping = new AbortController();
  const watched = watch();

  async function watch(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const began = performance.now();
      await Promise.race([postmaster.exited, aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      if (performance.now() - began > 60_000) attempt = 0;
      log.error({ pid: postmaster.pid }, "PostgreSQL ended without being told to; starting it again");
      if (attempt > 0) await pause(Math.min(250 * 2 ** attempt, 30_000), stopping.signal);
      while (!stopping.signal.aborted) {
        try {
          postmaster = await adoptOrStart(plan, log);
          log.info({ pid: postmaster.pid }, "PostgreSQL runs again");
          break;
        } catch (error) {
          attempt += 1;
          log.error({ reason: String(error) }, "PostgreSQL does not start; trying again");
          await pause(Math.min(250 * 2 ** attempt, 30_000), stopping.signal);
        }
      }
    }
  }

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    stopping.abort();
    await watched;
    await stopPostmaster(postmaster);
    removeSocketFolder(plan.socketFolder);
    release();
  }

  return {
    get connection() {
      return {
        host: postmaster.socketFolder,
        port: postmaster.port,
        user: role,
        database,
      };
    },
    get pid() {
      return postmaster.pid;
    },
    stop: () => (stopped ??= stop()),
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
