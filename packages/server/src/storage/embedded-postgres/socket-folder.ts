import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canReach, type ServerOwner } from "./server-owner.ts";

/** A socket's address holds 108 bytes, macOS 104; the name of the socket takes 14 and the lock beside it 19. */
const longestFolder = 80;

/** Part of the socket's name; nothing listens on it as a port. */
export const socketPort = 5432;

/**
 * Makes the folder of the unix socket: `run` in the data folder, or, when its path is too long for a socket's address
 * or the server's owner cannot enter it, a new one among the temporary files. Only the owner (and root) may enter it.
 */
export function makeSocketFolder(dataFolder: string, owner: ServerOwner): string {
  const own = join(dataFolder, "run");
  if (Buffer.byteLength(own) <= longestFolder && canReach(owner, dataFolder)) {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return guard(own, owner);
  }
  const short = temporaryFolders().find((one) => Buffer.byteLength(one) <= longestFolder - 20 && canReach(owner, one));
  return guard(mkdtempSync(join(short ?? "/tmp", "rollcall-")), owner);
}

/**
 * Makes a socket's folder ready for a server to start: there, also where a cleaner of temporary files has removed it,
 * and without the lock of a server that was killed. PostgreSQL believes such a lock when its process id is taken, be it
 * by another program or by a process that nobody has reaped yet.
 */
export function clearSocketFolder(socketFolder: string, owner: ServerOwner): void {
  if (!existsSync(socketFolder)) {
    mkdirSync(socketFolder, { mode: 0o700 });
    guard(socketFolder, owner);
  }
  for (const name of [`.s.PGSQL.${socketPort}`, `.s.PGSQL.${socketPort}.lock`]) {
    rmSync(join(socketFolder, name), { force: true });
  }
}

/** Removes a socket's folder among the temporary files after its server ended; leaves every other folder alone. */
export function removeSocketFolder(socketFolder: string): void {
  // The path was read from a file that the server's owner may write, and we may be root: no recursive removal.
  if (!temporaryFolders().some((one) => dirname(socketFolder) === one)) return;
  try {
    rmdirSync(socketFolder);
  } catch {
    // Not empty or gone: nothing depends on it.
  }
}

function temporaryFolders(): string[] {
  return [tmpdir(), "/tmp"];
}

function guard(folder: string, owner: ServerOwner): string {
  chmodSync(folder, 0o700);
  if (owner.switchesUser) chownSync(folder, owner.uid, owner.gid);
  return folder;
}
