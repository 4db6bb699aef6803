import { spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StartRefusal } from "../start-refusal.ts";
import type { ServerOwner } from "./server-owner.ts";

/** The role that creates other roles and databases; only the supervisor uses it. */
export const superuser = "postgres";

/** Everything a PostgreSQL program is started with besides its arguments. */
export interface ProgramSurroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The surroundings of a PostgreSQL program that works on a cluster folder: its owner, that folder as working folder,
 * and nothing of our environment, which may hold secrets or settings of a client (`PGDATA`, `PGOPTIONS`).
 */
export function surroundings(owner: ServerOwner, clusterFolder: string): ProgramSurroundings {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" };
  return owner.switchesUser ? { cwd: clusterFolder, env, uid: owner.uid, gid: owner.gid } : { cwd: clusterFolder, env };
}

/**
 * How a PostgreSQL program is told its cluster folder. Another user than ours may not be allowed to enter the folders
 * above it (a clone in `/root`), so it gets a path that leads there from its own working folder, which is entered
 * before the user is switched.
 */
export function dataArgument(owner: ServerOwner, clusterFolder: string): string {
  return owner.switchesUser && process.platform === "linux" ? "/proc/self/cwd" : clusterFolder;
}

/**
 * Creates an empty cluster in `clusterFolder` (about a second); does nothing when there is one. A creation that was
 * interrupted leaves nothing that looks like a cluster.
 *
 * @param sync false leaves out waiting for the disk: for tests only
 * @throws StartRefusal with what initdb said
 */
export function createCluster(
  folder: string,
  major: number,
  owner: ServerOwner,
  clusterFolder: string,
  { sync = true }: { sync?: boolean } = {},
): void {
  if (existsSync(join(clusterFolder, "PG_VERSION"))) return;
  const draft = `${clusterFolder}.preparing`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (owner.switchesUser) chownSync(draft, owner.uid, owner.gid);
  // The builtin provider sorts and folds the same on every machine and version; older servers have only the C library.
  const locale = major >= 17 ? ["--locale-provider=builtin", "--locale=C.UTF-8"] : ["--locale=C.UTF-8"];
  const places = ["-D", dataArgument(owner, draft), "-U", superuser, "-E", "UTF8"];
  const access = ["--auth-local=peer", "--auth-host=reject"];
  const rest = ["--data-checksums", "--no-instructions", ...(sync ? [] : ["--no-sync"])];
  const command = [join(folder, "bin", "initdb"), ...places, ...locale, ...access, ...rest];
  runInitdb(owner.clientName === undefined ? [...lendName, ...command] : command, surroundings(owner, draft));
  // rename refuses a folder with something in it, so an unknown folder of that name is never replaced.
  renameSync(draft, clusterFolder);
}

/** initdb refuses a user id that has no name; a user namespace lends it one where the machine allows that. */
const lendName = ["unshare", "--user", "--map-user=65534", "--map-group=65534"];

function runInitdb(command: readonly string[], around: ProgramSurroundings): void {
  const [program = "", ...args] = command;
  const answer = spawnSync(program, args, { ...around, encoding: "utf8" });
  if (answer.status === 0) return;
  const said = answer.error?.message ?? answer.stderr.trim();
  if (program === "unshare") {
    throw new StartRefusal(
      "user_without_name",
      `user id ${process.getuid?.()} has no name on this machine, and PostgreSQL creates no data folder for such a user: ${said}`,
      "give the user id an entry in /etc/passwd for the first start, or set DATABASE_URL",
    );
  }
  throw new StartRefusal(
    "cluster_not_created",
    `PostgreSQL could not create its data folder: ${said}`,
    "check that the disk has room (about 100 MB) and that ROLLCALL_DATA may be written",
  );
}

/**
 * Writes who may connect: over the unix socket only, the user that Rollcall runs as, as the superuser or as `role`.
 * A user id without a name cannot be asked for it; then the folder of the socket, which only that id may enter, decides.
 */
export function writeAccessRules(owner: ServerOwner, clusterFolder: string, role: string): void {
  const { clientName } = owner;
  const quoted = `"${(clientName ?? "").replaceAll('"', '""')}"`;
  const hba = clientName === undefined ? "local all all trust\n" : "local all all peer map=rollcall\n";
  const ident =
    clientName === undefined ? "" : [superuser, role].map((name) => `rollcall ${quoted} ${name}\n`).join("");
  const note = "# Written by Rollcall at every start: changes here are lost.\n";
  for (const [name, text] of [
    ["pg_hba.conf", note + hba],
    ["pg_ident.conf", note + ident],
  ] as const) {
    replaceFile(join(clusterFolder, name), text, owner);
  }
}

/** Replaces a file in a folder of the server's owner. Never follows a link: we may be root there, and a guest. */
function replaceFile(file: string, text: string, owner: ServerOwner): void {
  const draft = `${file}.rollcall`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, "wx", 0o600);
  try {
    writeFileSync(descriptor, text);
    if (owner.switchesUser) fchownSync(descriptor, owner.uid, owner.gid);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}
