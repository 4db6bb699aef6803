import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

/** What a running PostgreSQL says about itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  /** `starting`, `ready`, `stopping`, `standby`; empty while the file is being written. */
  readonly state: string;
}

/** Reads `postmaster.pid`; undefined where there is none, or none that can be read yet. */
export function readPostmasterFile(clusterFolder: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(clusterFolder, "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!Number.isInteger(pid) || pid <= 1) return undefined;
    return {
      pid,
      port,
      socketFolder: lines[4]?.trim() ?? "",
      state: lines[7]?.trim() ?? "",
    };
  } catch {
    // Removed or not readable: as good as none.
    return undefined;
  }
}

/**
 * Removes a `postmaster.pid` whose process id now belongs to some other program: PostgreSQL itself would refuse to
 * start. A file whose process is gone stays, because PostgreSQL finds left-over backends by it.
 */
export function removeForeignPostmasterFile(clusterFolder: string): void {
  const file = readPostmasterFile(clusterFolder);
  if (file === undefined || !isRunning(file.pid) || isServerOf(clusterFolder, file.pid)) return;
  rmSync(join(clusterFolder, "postmaster.pid"), { force: true });
}

/** Tells whether a process is a PostgreSQL that works on this cluster folder. */
export function isServerOf(clusterFolder: string, pid: number): boolean {
  if (process.platform === "linux") return workingFolder(String(pid)) === realpathSync(clusterFolder);
  const answer = spawnSync("ps", ["-p", String(pid), "-o", "command="], {
    encoding: "utf8",
  });
  return answer.status === 0 && answer.stdout.includes("postgres") && answer.stdout.includes(clusterFolder);
}

/** The processes that work on a cluster folder: the postmaster and its backends, also when it is gone. Linux only. */
export function serverProcesses(clusterFolder: string): number[] {
  if (process.platform !== "linux") return [];
  const folder = realpathSync(clusterFolder);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === folder && programOf(name) === "postgres")
    .map(Number);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone, or somebody else's: our PostgreSQL runs as us or we are root.
    return undefined;
  }
}

function programOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}
