import { type DirectoryUser, directoryUserKeys } from "../domain/directory-user.ts";
import { findCollidingPeople } from "../storage/read/user-contexts.ts";
import { liftNameCollisions } from "../storage/write/name-collisions.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Flags the person, and whoever has the same new name or e-mail: the value is applied all the same. */
export async function flagCollisions(
  deps: ActionDeps,
  organizationId: string,
  before: DirectoryUser | undefined,
  directoryUser: DirectoryUser | undefined,
): Promise<{ directoryUser: DirectoryUser | undefined; others: readonly string[] }> {
  if (before === undefined || directoryUser === undefined) return { directoryUser, others: [] };
  const found = await findCollidingPeople(deps.database.reader, organizationId, newKeys(before, directoryUser));
  const others = found.filter((id) => id !== directoryUser.id);
  if (others.length === 0) return { directoryUser, others };
  const flags = [...new Set([...directoryUser.flags, "name-collision"])];
  return { directoryUser: { ...directoryUser, flags }, others };
}

/**
 * Takes the flag from somebody who was written with another name or e-mail, and from whoever shared the former one, where
 * nobody shares theirs any more.
 */
export async function liftCollisions(
  deps: ActionDeps,
  organizationId: string,
  before: DirectoryUser | undefined,
  written: DirectoryUser | undefined,
): Promise<void> {
  if (before === undefined || written === undefined || !before.flags.includes("name-collision")) return;
  const former = newKeys(written, before);
  if (former.length > 0) await liftNameCollisions(deps.database.pool, organizationId, [before.id], former);
}

/** The names and e-mail addresses that somebody has who had none of them before. */
function newKeys(before: DirectoryUser, after: DirectoryUser): string[] {
  const old = directoryUserKeys(before.attributes);
  const { userNameKey, emailKey } = directoryUserKeys(after.attributes);
  return [userNameKey, emailKey].filter(
    (key): key is string => key !== null && key !== old.userNameKey && key !== old.emailKey,
  );
}
