import { memberIds } from "@rollcall/scim/patch/member-ids.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { isId } from "../domain/id.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findIssuedIds } from "../storage/read/group-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Takes a group's `members` out of a canonical resource: memberships are rows, never part of the document. */
export function takeMemberIds(sent: Resource): { resource: Resource; ids: readonly string[] | undefined } {
  const { members, ...resource } = sent;
  if (members === undefined) return { resource, ids: undefined };
  return { resource, ids: memberIds(members) };
}

/**
 * Keeps of member ids those that are there: an id that this application issued and that is deleted is dropped.
 *
 * @throws {ScimError} invalidValue naming an id that was never issued here, or the group itself
 */
export async function presentMembers(
  deps: ActionDeps,
  application: CompiledApplication,
  groupId: string | undefined,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return ids;
  if (groupId !== undefined && ids.includes(groupId)) {
    throw new ScimError("invalidValue", `members: a group cannot contain itself, found ${JSON.stringify(groupId)}`);
  }
  const shaped = ids.filter(isId);
  const issued = await findIssuedIds(deps.database.reader, application.organizationId, application.id, shaped);
  const unknown = ids.find((id) => !issued.has(id));
  if (unknown !== undefined) {
    const shown = JSON.stringify(unknown.slice(0, 100));
    throw new ScimError("invalidValue", `members: ${shown} is not the id of a user or group of this application`);
  }
  return ids.filter((id) => issued.get(id)?.present === true);
}

/**
 * Refuses a group name that another group of the application has, unless both carry different externalIds
 * (rules.md section 7).
 *
 * @throws {ScimError} uniqueness
 */
export function checkGroupName(
  resource: Resource,
  externalId: string | null,
  sameName: readonly { readonly id: string; readonly externalId: string | null }[],
  ownId?: string,
): void {
  const taken = sameName.find(
    (other) =>
      other.id !== ownId && !(externalId !== null && other.externalId !== null && externalId !== other.externalId),
  );
  if (taken === undefined) return;
  const name = JSON.stringify(resource["displayName"]);
  throw new ScimError(
    "uniqueness",
    `displayName: ${name} is taken by another group of this application (case ignored)`,
  );
}
