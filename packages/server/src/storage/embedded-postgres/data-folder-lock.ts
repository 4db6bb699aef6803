import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartRefusal } from "../start-refusal.ts";

/** Who holds a data folder, with all it takes to tell later whether that process still lives. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Changes with every start of the machine; undefined where the system does not say. */
  readonly boot: string | undefined;
  /** Process ids of two containers cannot be compared: each has its own namespace. */
  readonly namespace: string | undefined;
  /** When the process started, in ticks since boot: tells it from a later one with the same id. */
  readonly startTicks: string | undefined;
  readonly since: string;
}

export interface DataFolderLock {
  release(): void;
}

const beatMilliseconds = 2_000;
/** Longer than four beats, so that a busy machine is not taken for a dead process. */
const silenceMilliseconds = 9_000;

/**
 * Takes a data folder for this process; at most one process holds it. A lock left by a killed process is taken over
 * at once, one left in another container or on another machine after nine seconds without a sign of life.
 *
 * @throws StartRefusal when a living process holds it
 */
export async function lockDataFolder(
  dataFolder: string,
  { silence = silenceMilliseconds }: { silence?: number } = {},
): Promise<DataFolderLock> {
  const file = join(dataFolder, "rollcall.lock");
  const self = describeSelf();
  for (;;) {
    if (create(file, self)) return hold(file);
    const text = read(file);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    const state = holder === undefined ? "unknown" : judgeHolder(holder, self);
    if (state === "alive" || (state === "unknown" && (await showsLife(file, silence)))) throw inUse(dataFolder, holder);
    takeAway(file, text);
  }
}

/** Names the living process that holds a data folder; undefined when none does, or none that this process can see. */
export function findLockHolder(dataFolder: string): LockHolder | undefined {
  const text = read(join(dataFolder, "rollcall.lock"));
  const holder = text === undefined ? undefined : parseHolder(text);
  return holder !== undefined && judgeHolder(holder, describeSelf()) === "alive" ? holder : undefined;
}

/** Tells whether a holder lives, as far as this process can see. */
export function judgeHolder(holder: LockHolder, self: LockHolder): "alive" | "gone" | "unknown" {
  if (holder.host !== self.host) return "unknown";
  if (holder.boot !== self.boot) return "gone";
  if (holder.namespace !== self.namespace) return "unknown";
  if (!isRunning(holder.pid)) return "gone";
  return holder.startTicks === readStartTicks(holder.pid) ? "alive" : "gone";
}

export function describeSelf(): LockHolder {
  return {
    pid: process.pid,
    host: hostname(),
    boot: readOptional(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: readOptional(() => readlinkSync("/proc/self/ns/pid")),
    startTicks: readStartTicks(process.pid),
    since: new Date().toISOString(),
  };
}

function create(file: string, self: LockHolder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(self)}\n`, { mode: 0o644 });
  try {
    // A link appears with its whole content or not at all, and never replaces a file.
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function hold(file: string): DataFolderLock {
  const timer = setInterval(() => readOptional(() => utimesSync(file, new Date(), new Date())), beatMilliseconds);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

async function showsLife(file: string, silence: number): Promise<boolean> {
  const seen = modified(file);
  const deadline = performance.now() + silence;
  while (performance.now() < deadline) {
    await sleep(250);
    const now = modified(file);
    if (now === undefined) return false;
    if (now !== seen) return true;
  }
  return false;
}

/** Removes a dead process's lock, unless somebody else has done so and put their own there. */
function takeAway(file: string, expected: string): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readFileSync(aside, "utf8") !== expected) readOptional(() => linkSync(aside, file));
  rmSync(aside, { force: true });
}

function inUse(dataFolder: string, holder: LockHolder | undefined): StartRefusal {
  const who =
    holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
  return new StartRefusal(
    "data_folder_in_use",
    `the data folder ${dataFolder} is in use by another Rollcall: ${who}`,
    "stop that one, or give this one a folder of its own with ROLLCALL_DATA",
  );
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder> | null;
    return typeof holder?.pid === "number" && typeof holder.host === "string" ? (holder as LockHolder) : undefined;
  } catch {
    // A lock cut short by a power loss: whoever holds it shows by its beats.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readStartTicks(pid: number): string | undefined {
  return readOptional(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name stands in parentheses and may hold blanks; the start is the twentieth field after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A killed process that its parent has not yet asked about is still listed.
    return fields[0] === "Z" ? undefined : fields[19];
  });
}

function modified(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function readOptional<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
