import { spawnSync } from "node:child_process";
import { type Stats, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { StartRefusal } from "../start-refusal.ts";

/** The operating system's user that PostgreSQL runs as. */
export interface ServerOwner {
  readonly uid: number;
  readonly gid: number;
  /** True when this is somebody else than the user that Rollcall runs as: only root can start processes so. */
  readonly switchesUser: boolean;
  /** The name of the user that Rollcall runs as; undefined where the machine has none for this uid. */
  readonly clientName: string | undefined;
}

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** What the decision rests on, so that it can be tested without being root. */
export interface OwnerFacts {
  readonly self: Ids;
  readonly selfName: string | undefined;
  /** Who owns the cluster folder; undefined while there is none. */
  readonly cluster: Ids | undefined;
  readonly findUser: (name: string) => Ids | undefined;
}

/**
 * Decides who runs PostgreSQL: ourselves, or, because PostgreSQL refuses to run as root, the owner of the existing
 * cluster, else `postgres`, else `nobody`.
 *
 * @throws StartRefusal when the cluster belongs to somebody that we cannot run it as
 */
export function decideServerOwner(facts: OwnerFacts, clusterFolder: string): ServerOwner {
  const { self, cluster, selfName } = facts;
  if (self.uid !== 0) {
    if (cluster !== undefined && cluster.uid !== self.uid) {
      throw new StartRefusal(
        "data_folder_of_another_user",
        `${clusterFolder} belongs to user id ${cluster.uid}, Rollcall runs as ${self.uid}`,
        `start Rollcall as that user or as root, or set ROLLCALL_DATA to a folder of your own`,
      );
    }
    return { ...self, switchesUser: false, clientName: selfName };
  }
  if (cluster !== undefined) {
    if (cluster.uid === 0) {
      throw new StartRefusal(
        "data_folder_of_root",
        `${clusterFolder} belongs to root, and PostgreSQL refuses to run as root`,
        `give it to an unprivileged user: chown -R ${facts.findUser("postgres") ? "postgres" : "nobody"} ${clusterFolder}`,
      );
    }
    return {
      uid: cluster.uid,
      gid: cluster.gid,
      switchesUser: true,
      clientName: selfName,
    };
  }
  const user = facts.findUser("postgres") ?? facts.findUser("nobody");
  if (user === undefined) {
    throw new StartRefusal(
      "no_unprivileged_user",
      "Rollcall runs as root, PostgreSQL refuses to, and the machine has neither a user postgres nor a user nobody",
      "start Rollcall as an ordinary user, or set DATABASE_URL",
    );
  }
  return {
    uid: user.uid,
    gid: user.gid,
    switchesUser: true,
    clientName: selfName,
  };
}

/** Finds who runs PostgreSQL on this machine for this cluster folder; see `decideServerOwner`. */
export function findServerOwner(clusterFolder: string): ServerOwner {
  const found = statSync(clusterFolder, { throwIfNoEntry: false });
  const cluster = found === undefined ? undefined : { uid: found.uid, gid: found.gid };
  const self = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  return decideServerOwner({ self, selfName: ownName(), cluster, findUser }, clusterFolder);
}

/** Tells whether a user may pass through every folder down to this path; ignores access control lists. */
export function canReach(user: Ids, path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined && !maySearch(user, found)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function maySearch(user: Ids, folder: Stats): boolean {
  if (user.uid === 0) return true;
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

function ownName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // Some container platforms run a uid that has no passwd entry.
    return undefined;
  }
}

/** Asks `id`, which knows users of every name service; Node can only name its own. */
function findUser(name: string): Ids | undefined {
  const answers = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
  const [uid, gid] = answers.map((answer) => (answer.status === 0 ? Number.parseInt(answer.stdout, 10) : Number.NaN));
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)) return undefined;
  return { uid, gid };
}
