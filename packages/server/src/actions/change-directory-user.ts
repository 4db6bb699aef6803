import type { JsonObject } from "@rollcall/scim/resource.ts";
import { directoryUserAttributes } from "../domain/directory-attribute.ts";
import { type DirectoryUser, directoryUserKeys } from "../domain/directory-user.ts";
import { changeValuesByHand } from "../domain/directory-user-by-hand.ts";
import { changeEvents, nextVersion } from "../domain/directory-user-change.ts";
import { RollcallError } from "../domain/errors.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findApplicationNames, findTakenKeys } from "../storage/read/directory-users.ts";
import { findDirectoryUser, findOpenLinks } from "../storage/read/open-links.ts";
import type { ActionDeps } from "./action-deps.ts";
import { writeDirectoryUser } from "./administer-directory-user.ts";
import { decideAgain } from "./decide-again.ts";

/**
 * Changes values of a person by hand; null takes one away. A value that a source gives is the source's: it is refused.
 *
 * @throws {RollcallError} directory_user.not_found; directory_user.invalid; directory_user.attribute_of_source;
 * directory_user.exists: somebody else has the new user name or e-mail
 */
export async function changeDirectoryUser(
  deps: ActionDeps,
  organizationId: string,
  directoryUserId: string,
  sent: JsonObject,
  actor: string,
): Promise<DirectoryUser> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  return decideAgain(async () => {
    const [before, links] = await Promise.all([
      findDirectoryUser(deps.database.reader, organizationId, directoryUserId),
      findOpenLinks(deps.database.reader, organizationId, directoryUserId),
    ]);
    if (before === undefined) throw new RollcallError("directory_user.not_found");
    const sources = new Set(links.map((link) => link.sourceApplicationId));
    await refuseValuesOfSources(deps, organizationId, before, sources, Object.keys(sent));
    const now = deps.now();
    const attributes = [...directoryUserAttributes, ...custom];
    const { user, problems } = changeValuesByHand(before, new Map(Object.entries(sent)), attributes, now);
    const [first] = problems;
    if (first !== undefined) {
      throw new RollcallError("directory_user.invalid", `${first.where}: ${first.detail}`, problems);
    }
    const events = changeEvents(before, user, "applied");
    if (events.length === 0) return before;
    await refuseTakenNames(deps, organizationId, before, user);
    const after = nextVersion(before, user, now);
    await writeDirectoryUser(deps, organizationId, before, after, events, actor);
    return after;
  });
}

async function refuseValuesOfSources(
  deps: ActionDeps,
  organizationId: string,
  user: DirectoryUser,
  sources: ReadonlySet<string>,
  names: readonly string[],
): Promise<void> {
  const given = names.flatMap((name) => {
    const from = Object.hasOwn(user.attributes, name) ? user.attributes[name]?.from : undefined;
    return typeof from === "string" && sources.has(from) ? [{ name, from }] : [];
  });
  if (given.length === 0) return;
  const applications = await findApplicationNames(deps.database.lists, organizationId, [
    ...new Set(given.map(({ from }) => from)),
  ]);
  const problems = given.map(({ name, from }) => ({
    where: `/attributes/${name}`,
    detail: `the source "${applications.get(from) ?? from}" gives this value`,
  }));
  const [first] = problems;
  throw new RollcallError("directory_user.attribute_of_source", `${first?.where}: ${first?.detail}`, problems);
}

async function refuseTakenNames(
  deps: ActionDeps,
  organizationId: string,
  before: DirectoryUser,
  after: DirectoryUser,
): Promise<void> {
  const [old, now] = [directoryUserKeys(before.attributes), directoryUserKeys(after.attributes)];
  const changed = (from: string | null, to: string | null) => (to === null || from === to ? [] : [to]);
  const userNames = changed(old.userNameKey, now.userNameKey);
  const emails = changed(old.emailKey, now.emailKey);
  const taken = await findTakenKeys(deps.database.pool, organizationId, userNames, emails);
  if (taken.userNames.size + taken.emails.size === 0) return;
  const which = taken.userNames.size > 0 ? "user name" : "e-mail";
  throw new RollcallError("directory_user.exists", `A directory user with this ${which} exists`);
}
