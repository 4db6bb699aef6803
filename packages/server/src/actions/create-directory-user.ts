import type { JsonObject } from "@rollcall/scim/resource.ts";
import { actorOf, type Principal } from "../domain/principal.ts";
import { diffAttributes } from "../domain/diff-attributes.ts";
import { directoryUserAttributes } from "../domain/directory-attribute.ts";
import { type DirectoryUser, directoryUserKeys } from "../domain/directory-user.ts";
import { checkValues, makeByHand } from "../domain/directory-user-by-hand.ts";
import { RollcallError } from "../domain/errors.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findTakenKeys } from "../storage/read/directory-users.ts";
import { findPeopleWithKeys } from "../storage/read/user-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";

/**
 * Creates a directory user by hand, enabled unless said otherwise; no source writes them.
 *
 * @throws {RollcallError} directory_user.invalid; directory_user.exists: somebody has the user name or the e-mail
 */
export async function createDirectoryUser(
  deps: ActionDeps,
  principal: Principal,
  organizationId: string,
  sent: { readonly attributes: JsonObject; readonly enabled?: boolean },
): Promise<DirectoryUser> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  const given = new Map(Object.entries(sent.attributes));
  const { values, problems } = checkValues(given, [...directoryUserAttributes, ...custom], "/attributes/");
  const [first] = problems;
  if (first !== undefined) {
    throw new RollcallError("directory_user.invalid", `${first.where}: ${first.detail}`, problems);
  }
  return decideAgain(async () => {
    const maker = { actor: actorOf(principal), now: deps.now() };
    const user = makeByHand(deps.newId(), values, sent.enabled ?? true, maker);
    const { userNameKey, emailKey } = directoryUserKeys(user.attributes);
    const keys = [userNameKey, emailKey].filter((key) => key !== null);
    // Seen first, taken afterwards: whoever comes in between makes the claim fail, and it is decided again.
    const seen = await findPeopleWithKeys(deps.database.pool, organizationId, keys);
    const taken = await findTakenKeys(
      deps.database.pool,
      organizationId,
      userNameKey === null ? [] : [userNameKey],
      emailKey === null ? [] : [emailKey],
    );
    if (taken.userNames.size + taken.emails.size > 0) {
      const which = taken.userNames.size > 0 ? "user name" : "e-mail";
      throw new RollcallError("directory_user.exists", `A directory user with this ${which} exists`);
    }
    const change = changeByHand(deps, organizationId, user, maker);
    await deps.writer.write({ ...change, claim: { keys, seen } });
    return user;
  });
}

/** The change that a new directory user without a source is. */
export function changeByHand(
  deps: ActionDeps,
  organizationId: string,
  user: DirectoryUser,
  { actor, now }: { readonly actor: string; readonly now: string },
): ProvisionedChange {
  const facts = { newId: deps.newId, now, actor, sourceApplicationId: null, scimId: null, externalId: null };
  const status = { attribute: "status", from: null, to: user.status };
  return {
    organizationId,
    sourceApplicationId: null,
    resourceType: "User",
    exchangeId: null,
    now,
    resource: undefined,
    link: undefined,
    directoryUser: { before: undefined, after: user },
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: eventsFrom(
      [
        {
          type: "user.created",
          outcome: "applied",
          reason: "made by hand",
          directoryUserId: user.id,
          changes: [...diffAttributes({}, user.attributes), status],
        },
      ],
      { ...facts, exchangeId: null },
    ),
  };
}
