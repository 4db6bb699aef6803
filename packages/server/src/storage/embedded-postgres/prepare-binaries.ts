import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import type { Log } from "../../log.ts";
import { StartRefusal } from "../start-refusal.ts";
import type { PostgresInstallation } from "./choose-postgres.ts";
import type { ServerOwner } from "./server-owner.ts";

/**
 * Makes an installation runnable by the server's owner and returns the folder to run it from: creates the links to
 * shared libraries that the package's install script would have made, and copies the files (60 MB) to a readable
 * place when the package folder is read-only or lies below a folder that the owner cannot enter.
 *
 * @throws StartRefusal when the programs run from nowhere
 */
export function prepareBinaries(
  installation: PostgresInstallation,
  owner: ServerOwner,
  dataFolder: string,
  log: Log,
): string {
  const { folder } = installation;
  if (installation.source === "machine") return folder;
  if (linkLibraries(folder) && tryToRun(folder, owner) === undefined) return folder;
  let reason = tryToRun(folder, owner) ?? "its shared libraries cannot be linked where it is";
  for (const place of [join(dataFolder, "binaries"), "/var/lib/rollcall", tmpdir()]) {
    const copy = copyTo(place, folder);
    if (copy === undefined) continue;
    const refused = linkLibraries(copy) ? tryToRun(copy, owner) : "its shared libraries cannot be linked";
    if (refused === undefined) {
      log.info({ from: folder, to: copy }, "PostgreSQL runs from a copy of its package");
      return copy;
    }
    reason = refused;
  }
  throw new StartRefusal(
    "postgres_does_not_run",
    `the embedded PostgreSQL in ${folder} does not run as user id ${owner.uid}: ${reason}`,
    "install Rollcall below a folder that others may enter, or set DATABASE_URL",
  );
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** Creates the links that `pg-symlinks.json` lists and that are missing; false when the folder is read-only. */
export function linkLibraries(folder: string): boolean {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as LibraryLink[]) {
    // The list's paths begin at the package folder, the parent of the one given.
    const link = join(folder, relative("native", target));
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      return false;
    }
  }
  return true;
}

/** Asks the server program for its version as its owner; the reason when it does not answer. */
function tryToRun(folder: string, owner: ServerOwner): string | undefined {
  const identity = owner.switchesUser ? { uid: owner.uid, gid: owner.gid } : {};
  const answer = spawnSync(join(folder, "bin", "postgres"), ["--version"], {
    cwd: "/",
    encoding: "utf8",
    ...identity,
  });
  if (answer.error !== undefined) return answer.error.message;
  return answer.status === 0 ? undefined : answer.stderr.trim() || `it ended with ${answer.signal ?? answer.status}`;
}

/** Copies the package's files once per version; undefined where the place cannot be written or is not ours. */
function copyTo(place: string, folder: string): string | undefined {
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    const copy = join(place, `postgresql-${packageVersion(folder)}`);
    const found = lstatSync(copy, { throwIfNoEntry: false });
    // In a folder that everybody may write to, somebody else could have put programs there for us to run.
    if (found !== undefined) return found.isDirectory() && found.uid === process.getuid?.() ? copy : undefined;
    const partial = mkdtempSync(join(place, ".postgresql-"));
    try {
      linkOrCopy(folder, join(partial, "copy"));
      renameSync(join(partial, "copy"), copy);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
    return copy;
  } catch {
    return undefined;
  }
}

/** Copies a folder of programs so that everybody may run them; a file's content is shared where the disk is the same. */
function linkOrCopy(from: string, to: string): void {
  mkdirSync(to);
  // Whatever umask we run with.
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkOrCopy(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (!isForEverybody(source) || !tryToLink(source, target)) {
      copyFileSync(source, target);
      chmodSync(target, statSync(source).mode | 0o444 | ((statSync(source).mode & 0o100) === 0 ? 0 : 0o111));
    }
  }
}

function isForEverybody(file: string): boolean {
  const { mode } = statSync(file);
  return (mode & 0o004) !== 0 && ((mode & 0o100) === 0 || (mode & 0o001) !== 0);
}

function tryToLink(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    // Another disk, or a file system without links.
    return false;
  }
}

function packageVersion(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(dirname(folder), "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  return `${version}-${basename(name)}`;
}
