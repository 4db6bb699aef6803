import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartRefusal } from "../start-refusal.ts";
import { dataArgument, surroundings } from "./cluster-folder.ts";
import {
  isRunning,
  isServerOf,
  readPostmasterFile,
  removeForeignPostmasterFile,
  serverProcesses,
} from "./postmaster-file.ts";
import type { ServerOwner } from "./server-owner.ts";
import { type ServerSettings, settingArguments } from "./server-settings.ts";
import { clearSocketFolder, socketPort } from "./socket-folder.ts";

/** All it takes to start a server on a cluster. */
export interface PostmasterPlan {
  /** The folder that holds the programs' `bin`. */
  readonly binaries: string;
  readonly owner: ServerOwner;
  readonly dataFolder: string;
  readonly clusterFolder: string;
  /** The same over all restarts, so that clients find the server again. */
  readonly socketFolder: string;
  readonly settings: ServerSettings;
}

/** A running server: started by us, or found running and taken over. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
}

const retryMilliseconds = 60_000;
const stopMilliseconds = 60_000;
const largestLog = 10 * 1024 * 1024;

/**
 * Starts the server and resolves when it takes connections, however long its recovery after a crash takes.
 *
 * @throws StartRefusal with the last lines of its log when it ends before that
 */
export async function startPostmaster(plan: PostmasterPlan): Promise<Postmaster> {
  const deadline = performance.now() + retryMilliseconds;
  for (;;) {
    await waitForBackends(plan.clusterFolder);
    removeForeignPostmasterFile(plan.clusterFolder);
    const log = openLog(plan.dataFolder);
    const child = launch(plan, log.descriptor);
    const problem = await ready(plan.clusterFolder, child);
    if (problem === undefined) return describe(plan, child);
    const said = readFileSync(log.file).subarray(log.size).toString("utf8");
    // The backends of a postmaster that was killed hold its memory for a moment.
    const passing =
      said.includes("pre-existing shared memory block") || said.includes('"postmaster.pid" already exists');
    if (!passing || performance.now() > deadline) throw didNotStart(problem, said, log.file);
    await sleep(200);
  }
}

/** Finds a server that already works on the cluster, as one that outlived a killed Rollcall does; else undefined. */
export function findPostmaster(clusterFolder: string): Postmaster | undefined {
  const file = readPostmasterFile(clusterFolder);
  if (file === undefined || !isServerOf(clusterFolder, file.pid)) return undefined;
  return { ...file, exited: waitUntilGone(clusterFolder, file.pid) };
}

/** The socket folder of the server that already works on the cluster; undefined when none does. */
export function findSocketFolder(clusterFolder: string): string | undefined {
  const file = readPostmasterFile(clusterFolder);
  return file !== undefined && file.socketFolder !== "" && isServerOf(clusterFolder, file.pid)
    ? file.socketFolder
    : undefined;
}

/** Tells whether a found server runs as we would start it now: same programs, same settings. */
export function runsAsPlanned(plan: PostmasterPlan): boolean {
  try {
    const options = readFileSync(join(plan.clusterFolder, "postmaster.opts"), "utf8").trim();
    const [program, args] = command(plan);
    return options === [program, ...args.map((one) => `"${one}"`)].join(" ") && existsSync(plan.socketFolder);
  } catch {
    return false;
  }
}

/** Ends a server: connections are closed, and what was written is on disk. After a minute it is ended the hard way. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isRunning(postmaster.pid)) break;
    signalQuietly(postmaster.pid, signal);
    const timeout = new AbortController();
    const gone = await Promise.race([
      postmaster.exited.then(() => true),
      sleep(stopMilliseconds, false, { signal: timeout.signal }).catch(() => false),
    ]);
    timeout.abort();
    if (gone) return;
  }
  await postmaster.exited;
}

function command(plan: PostmasterPlan): [string, string[]] {
  const folder = dataArgument(plan.owner, plan.clusterFolder);
  const args = ["-D", folder, ...settingArguments(plan.settings, plan.socketFolder)];
  return [join(plan.binaries, "bin", "postgres"), args];
}

function launch(plan: PostmasterPlan, log: number): ChildProcess {
  clearSocketFolder(plan.socketFolder, plan.owner);
  const [program, args] = command(plan);
  const child = spawn(program, args, {
    ...surroundings(plan.owner, plan.clusterFolder),
    // A group of its own: Ctrl-C in the terminal must not reach the database while Rollcall still writes.
    detached: true,
    // A file, not a pipe: the server outlives a killed Rollcall and must still be able to write.
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Waits until the server takes connections; what went wrong when it ends instead. */
async function ready(clusterFolder: string, child: ChildProcess): Promise<string | undefined> {
  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended ??= `it ended with ${signal ?? `code ${code}`}`));
  for (;;) {
    await sleep(15);
    if (ended !== undefined) return ended;
    const file = readPostmasterFile(clusterFolder);
    if (file?.pid === child.pid && file?.state === "ready") return undefined;
  }
}

function describe(plan: PostmasterPlan, child: ChildProcess): Postmaster {
  const file = readPostmasterFile(plan.clusterFolder);
  const pid = child.pid ?? 0;
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    if (child.exitCode !== null || child.signalCode !== null) resolve();
  });
  return {
    pid,
    port: file?.port ?? socketPort,
    socketFolder: file?.socketFolder ?? "",
    exited,
  };
}

async function waitUntilGone(clusterFolder: string, pid: number): Promise<void> {
  while (isServerOf(clusterFolder, pid)) await sleep(200, undefined, { ref: false });
}

/** Gives the backends of a killed postmaster ten seconds to notice, then ends them. */
async function waitForBackends(clusterFolder: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const left = serverProcesses(clusterFolder);
    if (left.length === 0) return;
    // They can do no harm: their shared memory is theirs alone, and what counts is in the log on disk.
    if (performance.now() - began > 10_000) for (const pid of left) signalQuietly(pid, "SIGKILL");
    await sleep(50);
  }
}

function openLog(dataFolder: string): {
  file: string;
  descriptor: number;
  size: number;
} {
  const file = join(dataFolder, "log", "postgres.log");
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLog) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, "a", 0o600);
  return { file, descriptor, size: statSync(file).size };
}

function didNotStart(problem: string, said: string, file: string): StartRefusal {
  const lines = said.split("\n").filter((line) => /(FATAL|PANIC|ERROR|HINT|DETAIL):/.test(line));
  const detail = lines.slice(-3).join(" · ") || said.trim().split("\n").at(-1) || "it said nothing";
  return new StartRefusal(
    "postgres_did_not_start",
    `the embedded PostgreSQL did not start (${problem}): ${detail}`,
    `read ${file}; rollcall doctor checks the data folder`,
  );
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime.
  }
}
