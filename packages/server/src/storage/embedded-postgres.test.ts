import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, type TestContext, test } from "node:test";
import { Client } from "pg";
import { silentLog } from "../log.ts";
import { createCluster } from "./embedded-postgres/cluster-folder.ts";
import { findPostgres } from "./embedded-postgres/find-postgres.ts";
import { canReach, findServerOwner } from "./embedded-postgres/server-owner.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type SocketConnection,
  startEmbeddedPostgres,
} from "./embedded-postgres.ts";

const isRoot = process.getuid?.() === 0;
const asRootOnly = isRoot ? false : "only root starts processes as somebody else";
const program = join(import.meta.dirname, "embedded-postgres.ts");

/** The data folder of a server that was created and stopped: copying it takes less time than creating another. */
const prepared = mkdtempSync(join(tmpdir(), "rollcall-prepared-"));
before(async () => {
  await startEmbeddedPostgres({ dataFolder: join(prepared, "data"), log: silentLog }).then((server) => server.stop());
});
after(() => rmSync(prepared, { recursive: true }));

/**
 * A folder of the test's own, removed after it; servers in it are stopped first.
 *
 * @param empty true leaves the data folder to be created
 */
function trial(t: TestContext, { empty = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-embedded-"));
  chmodSync(folder, 0o755);
  const running: EmbeddedPostgres[] = [];
  const elsewhere: Elsewhere[] = [];
  t.after(async () => {
    for (const one of running) await one.stop();
    for (const one of elsewhere) await one.kill().then(() => stopOrphan(one.pid));
    rmSync(folder, { recursive: true, force: true });
  });
  const dataFolder = join(folder, "data");
  if (!empty) assert.equal(spawnSync("cp", ["-a", join(prepared, "data"), folder]).status, 0);
  return {
    folder,
    dataFolder,
    async startElsewhere(identity: { uid?: number; gid?: number } = {}) {
      const started = await startProcess(dataFolder, identity);
      elsewhere.push(started);
      return started;
    },
    async start(options: Partial<EmbeddedPostgresOptions> = {}) {
      const server = await startEmbeddedPostgres({ dataFolder, log: silentLog, ...options });
      running.push(server);
      return server;
    },
  };
}

async function ask(connection: SocketConnection, sql: string): Promise<unknown[]> {
  const client = new Client({ ...connection });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
    return rows.flat();
  } finally {
    await client.end();
  }
}

interface Elsewhere {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly connection: SocketConnection;
  /** Ends the process as a crash does and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts the embedded server in a process of its own, as another Rollcall would; rejects with what it printed. */
async function startProcess(dataFolder: string, identity: { uid?: number; gid?: number } = {}): Promise<Elsewhere> {
  const text = `
    import { startEmbeddedPostgres } from ${JSON.stringify(program)};
    const log = { info() {}, warn() {}, error() {} };
    try {
      const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, log });
      console.log(JSON.stringify({ pid: server.pid, connection: server.connection }));
      process.stdin.resume().once("end", () => server.stop().then(() => process.exit(0)));
    } catch (error) {
      console.log(JSON.stringify({ reason: error.reason ?? error.message }));
      process.exit(1);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: "/",
    env: { PATH: process.env.PATH ?? "" },
    ...identity,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const said = JSON.parse(line) as { pid: number; connection: SocketConnection; reason?: string };
  if (said.reason !== undefined) {
    await ended;
    throw new Error(said.reason);
  }
  return {
    child,
    ...said,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

describe("the embedded PostgreSQL", () => {
  test("what was written is there after a stop and a start", async (t) => {
    const { start, dataFolder } = trial(t, { empty: true });
    const first = await start();
    assert.deepEqual(first.connection, {
      host: first.connection.host,
      port: 5432,
      user: "rollcall",
      database: "rollcall",
    });
    await ask(first.connection, "create table kept as select 42 as answer");
    await first.stop();
    assert.deepEqual(readdirSync(join(dataFolder, "run")), []);
    const second = await start();
    assert.deepEqual(await ask(second.connection, "select answer from kept"), [42]);
  });

  test("it listens on a socket that only its owner may enter, and nowhere else", async (t) => {
    const { connection } = await trial(t).start();
    assert.deepEqual(await ask(connection, "show listen_addresses"), [""]);
    assert.equal(statSync(connection.host).mode & 0o777, 0o700);
  });

  test("Rollcall's role is no superuser", async (t) => {
    const { connection } = await trial(t).start();
    assert.deepEqual(
      await ask(connection, "select rolsuper, rolcreaterole from pg_roles where rolname = current_user"),
      [false, false],
    );
    await assert.rejects(ask({ ...connection, user: "somebody" }, "select 1"), { code: "28000" });
  });

  test("durability cannot be turned off from within", async (t) => {
    const { start } = trial(t);
    const server = await start();
    const superuser = { ...server.connection, user: "postgres", database: "postgres" };
    for (const name of ["fsync", "full_page_writes", "synchronous_commit"]) {
      await ask(superuser, `alter system set ${name} = off`);
    }
    await server.stop();
    const { connection } = await start();
    const values = await ask(
      connection,
      "select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')",
    );
    assert.deepEqual(values, ["on", "on", "on"]);
  });

  test("Ctrl-C in the terminal does not reach it: it leads a process group of its own", {
    skip: noProc(),
  }, async (t) => {
    const { pid } = await trial(t).start();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    assert.equal(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]), pid);
  });

  test("a second Rollcall on the same data folder is refused, and the first goes on", async (t) => {
    const { start, startElsewhere } = trial(t);
    const { connection } = await start();
    await assert.rejects(start(), { reason: "data_folder_in_use" });
    await assert.rejects(startElsewhere(), { message: "data_folder_in_use" });
    assert.deepEqual(await ask(connection, "select 1"), [1]);
  });

  test("a server that outlived a killed Rollcall is taken over", async (t) => {
    const { start, startElsewhere } = trial(t);
    const earlier = await startElsewhere();
    await ask(earlier.connection, "create table kept as select 42 as answer");
    await earlier.kill();
    const later = await start();
    assert.equal(later.pid, earlier.pid);
    assert.deepEqual(later.connection, earlier.connection);
    assert.deepEqual(await ask(later.connection, "select answer from kept"), [42]);
  });

  test("a server that outlived a killed Rollcall and ran with other settings is replaced", async (t) => {
    const { start, startElsewhere } = trial(t);
    const earlier = await startElsewhere();
    await earlier.kill();
    const later = await start({ settings: { others: { work_mem: "8MB" } } });
    assert.notEqual(later.pid, earlier.pid);
    assert.deepEqual(await ask(later.connection, "show work_mem"), ["8MB"]);
  });

  test("a killed server is started again at the same socket, with all that was acknowledged", async (t) => {
    const server = await trial(t).start();
    const killed = server.pid;
    await ask(server.connection, "create table kept as select 42 as answer");
    const open = new Client({ ...server.connection });
    open.on("error", () => undefined);
    await open.connect();
    // A backend that works on keeps the memory of the killed server for a while.
    const busy = open.query("select pg_sleep(1)").catch(() => undefined);
    process.kill(killed, "SIGKILL");
    const answer = await untilAnswered(() => ask(server.connection, "select answer from kept"));
    assert.deepEqual(answer, [42]);
    await until(() => server.pid !== killed);
    await busy;
  });

  test("an adopted server that is killed is started again too", async (t) => {
    const { start, startElsewhere } = trial(t);
    const earlier = await startElsewhere();
    await earlier.kill();
    const server = await start();
    assert.equal(server.pid, earlier.pid);
    process.kill(earlier.pid, "SIGKILL");
    await untilAnswered(() => ask(server.connection, "select 1"));
    await until(() => server.pid !== earlier.pid);
  });

  test("server and Rollcall killed together leave nothing that hinders the next start", async (t) => {
    const { start, startElsewhere } = trial(t);
    const earlier = await startElsewhere();
    await ask(earlier.connection, "create table kept as select 42 as answer");
    process.kill(earlier.pid, "SIGKILL");
    await earlier.kill();
    const { connection } = await start();
    assert.deepEqual(await ask(connection, "select answer from kept"), [42]);
  });

  test("a stale postmaster.pid whose number now belongs to another program does not hinder the start", async (t) => {
    const { start, dataFolder } = trial(t);
    const server = await start();
    await server.stop();
    const stale = [process.pid, "/elsewhere", "0", "5432", "/tmp", "", "", "ready", ""].join("\n");
    writeFileSync(join(dataFolder, "postgres", "postmaster.pid"), stale);
    const { connection } = await start();
    assert.deepEqual(await ask(connection, "select 1"), [1]);
  });

  test("a creation that was interrupted starts over", async (t) => {
    const { start, dataFolder } = trial(t, { empty: true });
    mkdirSync(join(dataFolder, "postgres.preparing", "base"), { recursive: true });
    const { connection } = await start();
    assert.deepEqual(await ask(connection, "select 1"), [1]);
    assert.ok(!readdirSync(dataFolder).includes("postgres.preparing"));
  });

  test("data of a newer PostgreSQL is refused, and the folder is free again", async (t) => {
    const { start, dataFolder } = trial(t);
    const server = await start();
    await server.stop();
    const version = join(dataFolder, "postgres", "PG_VERSION");
    const text = readFileSync(version, "utf8");
    writeFileSync(version, "99\n");
    await assert.rejects(start(), { reason: "data_of_newer_postgres", message: /written by PostgreSQL 99/ });
    writeFileSync(version, text);
    const { connection } = await start();
    assert.deepEqual(await ask(connection, "select 1"), [1]);
  });

  const older = findPostgres(prepared).installed.find((one) => one.major < 18);
  const needsOlder = older === undefined ? "no older PostgreSQL on this machine" : false;
  test("data of the machine's own PostgreSQL is created and served by it", { skip: needsOlder }, async (t) => {
    const { start, dataFolder } = trial(t, { empty: true });
    assert.ok(older !== undefined);
    mkdirSync(dataFolder, { mode: 0o755 });
    const clusterFolder = join(dataFolder, "postgres");
    createCluster(older.folder, older.major, findServerOwner(clusterFolder), clusterFolder);
    const { connection } = await start();
    const version = await ask(connection, "select current_setting('server_version_num')::int / 10000");
    assert.deepEqual(version, [older.major]);
    assert.deepEqual(
      await ask(connection, "select pg_encoding_to_char(encoding) from pg_database where datname = 'rollcall'"),
      ["UTF8"],
    );
  });

  test("a server that does not start says why, in PostgreSQL's own words", async (t) => {
    const { start } = trial(t);
    await assert.rejects(start({ settings: { others: { no_such_setting: "1" } } }), {
      reason: "postgres_did_not_start",
      message: /unrecognized configuration parameter "no_such_setting"/,
    });
  });

  test("a data folder with a path too long for a socket has its socket among the temporary files", async (t) => {
    const { start, folder } = trial(t);
    const dataFolder = join(folder, "a".repeat(100));
    const server = await start({ dataFolder });
    const { host } = server.connection;
    assert.ok(Buffer.byteLength(host) < 80 && !host.startsWith(folder), host);
    assert.deepEqual(await ask(server.connection, "select 1"), [1]);
    await server.stop();
    assert.equal(statSync(host, { throwIfNoEntry: false }), undefined);
  });
});

describe("the embedded PostgreSQL and the users of the machine", () => {
  test("root has it run by an unprivileged user, also below a folder that only root may enter", {
    skip: asRootOnly,
  }, async (t) => {
    const { start, folder } = trial(t, { empty: true });
    chmodSync(folder, 0o700);
    const server = await start();
    assert.notEqual(statSync(`/proc/${server.pid}`).uid, 0);
    await ask(server.connection, "create table kept as select 42 as answer");
    process.kill(server.pid, "SIGKILL");
    assert.deepEqual(await untilAnswered(() => ask(server.connection, "select answer from kept")), [42]);
  });

  const nobody = { uid: 65_534, gid: 65_534 };
  const readable = [process.execPath, program].every((path) => canReach(nobody, dirname(realpathSync(path))));
  const skip = asRootOnly || (readable ? false : "this checkout lies where other users cannot read it");

  test("an ordinary user runs it itself", { skip }, async (t) => {
    const { folder, startElsewhere } = trial(t, { empty: true });
    chownSync(folder, nobody.uid, nobody.gid);
    const server = await startElsewhere(nobody);
    assert.equal(statSync(`/proc/${server.pid}`).uid, nobody.uid);
  });

  test("data of an ordinary user is served by root as that user", { skip }, async (t) => {
    const { start, folder, startElsewhere } = trial(t, { empty: true });
    chownSync(folder, nobody.uid, nobody.gid);
    const earlier = await startElsewhere(nobody);
    await earlier.kill();
    const server = await start();
    assert.equal(statSync(`/proc/${server.pid}`).uid, nobody.uid);
    assert.deepEqual(await ask(server.connection, "select 1"), [1]);
  });

  test("data of another user is refused", { skip }, async (t) => {
    const { start, dataFolder, startElsewhere } = trial(t, { empty: true });
    await (await start()).stop();
    chownSync(dataFolder, nobody.uid, nobody.gid);
    chownSync(join(dataFolder, "postgres"), 54_320, 54_320);
    await assert.rejects(startElsewhere(nobody), { message: "data_folder_of_another_user" });
  });

  test("a user id without a name serves a prepared folder", { skip }, async (t) => {
    const { start, folder, dataFolder, startElsewhere } = trial(t, { empty: true });
    await (await start()).stop();
    const nameless = { uid: 54_321, gid: 54_321 };
    for (const path of [folder, dataFolder, ...walk(dataFolder)]) chownSync(path, nameless.uid, nameless.gid);
    const server = await startElsewhere(nameless);
    assert.deepEqual(await ask(server.connection, "select current_user::text"), ["rollcall"]);
  });

  test("a user id without a name creates a folder where the machine lends it one, else is told what to do", {
    skip,
  }, async (t) => {
    const { folder, startElsewhere } = trial(t, { empty: true });
    chownSync(folder, 54_321, 54_321);
    const found = await startElsewhere({ uid: 54_321, gid: 54_321 }).catch((error: Error) => error.message);
    if (typeof found === "string") {
      assert.equal(found, "user_without_name");
      return;
    }
    assert.deepEqual(await ask(found.connection, "select 1"), [1]);
  });
});

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
}

/** Ends a server whose Rollcall was killed, and waits until it is gone. */
async function stopOrphan(pid: number): Promise<void> {
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    // It was taken over and stopped.
  }
  while (statSync(`/proc/${pid}`, { throwIfNoEntry: false }) !== undefined) await pause();
}

async function untilAnswered<T>(question: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await pause();
  }
}

async function until(condition: () => boolean): Promise<void> {
  await untilAnswered(async () => assert.ok(condition()));
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

function noProc(): string | false {
  return process.platform === "linux" ? false : "reads /proc";
}
