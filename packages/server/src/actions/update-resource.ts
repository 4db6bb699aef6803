import type { Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { isId } from "../domain/id.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { findGroupContext, findNewGroupContext, type GroupContext } from "../storage/read/group-contexts.ts";
import { findUserContext, type UserContext } from "../storage/read/user-contexts.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { checkGroupName } from "./group-writes.ts";
import { notFound } from "./not-found.ts";
import type { MemberDelta } from "./group-change.ts";
import { provisionGroup } from "./provision-group.ts";
import { provisionUser } from "./provision-user.ts";
import { alreadyLikeThis, type Provisioned } from "./provisioned.ts";
import { readAnsweredGroup, shownMembers } from "./read-answered-group.ts";
import { changedResource, type Written } from "./stored-resource.ts";

/** What PUT and PATCH share: a changed user is linked, mapped, decided and written; an unchanged one is left alone. */
export async function updateUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  before: UserContext,
  after: Resource,
  changed: boolean,
): Promise<Written> {
  if (!changed) {
    return { answer: before, resourceId: before.id, outcome: "unchanged", reason: alreadyLikeThis };
  }
  const resource = changedResource(type, before, after, deps.now());
  const provisioned = await provisionUser(deps, request, {
    resourceId: before.id,
    resource,
    after: resource.after.resource,
    externalId: resourceKeys(after).externalId,
    externalIdChanged: resourceKeys(after).externalId !== resourceKeys(before.resource).externalId,
    link: before.link,
    directoryUser: before.directoryUser,
    others: before.others,
    ...request.by,
  });
  return { answer: { ...resource.after, groups: before.groups }, resourceId: before.id, ...provisioned };
}

/**
 * What PUT and PATCH share for a group: its attributes and memberships change together.
 *
 * @param show `always` answers with the group, `small` only while it has at most 100 members
 */
export async function updateGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  before: GroupContext,
  after: Resource,
  changed: boolean,
  members: MemberDelta | undefined,
  show: "always" | "small",
): Promise<Written> {
  const { application } = request;
  const { externalId, nameKey } = resourceKeys(after);
  const undecided = before.link.directoryId === null;
  const keysBefore = resourceKeys(before.resource);
  // Whether a name may stand twice depends on the externalIds.
  const named = nameKey !== keysBefore.nameKey || externalId !== keysBefore.externalId;
  const newGroup =
    changed && (named || undecided)
      ? await findNewGroupContext(deps.database.reader, application.organizationId, application.id, externalId, nameKey)
      : undefined;
  if (newGroup !== undefined) checkGroupName(after, externalId, newGroup.sameName, before.id);
  const resource = changed ? changedResource(type, before, after, deps.now()) : undefined;
  const { moved = 0, ...provisioned }: Provisioned =
    resource === undefined && members === undefined
      ? { outcome: "unchanged", reason: alreadyLikeThis }
      : await provisionGroup(deps, request, {
          resourceId: before.id,
          resource,
          after: resource?.after.resource ?? before.resource,
          externalId,
          nameKey,
          link: before.link,
          directoryGroup: before.directoryGroup,
          members,
          sameName: newGroup?.sameName,
          newGroup: undecided ? newGroup : undefined,
          decidedOn: before,
        });
  const shown = show === "always" || before.memberCount + (members?.add.length ?? 0) <= shownMembers;
  if (shown) {
    const answer = await readAnsweredGroup(deps, application, before.id);
    return { answer, resourceId: before.id, ...provisioned };
  }
  // Without what others changed meanwhile: that version fails as a precondition, as it should.
  const version = (resource?.after.version ?? before.version) + before.membershipChanges + moved;
  return { answer: undefined, unshown: { id: before.id, version }, resourceId: before.id, ...provisioned };
}

/** Finds a user to change. @throws {ScimError} 404 when this application has no such user; 412 by its precondition */
export async function foundUser(deps: ActionDeps, request: ProvisioningRequest, id: string): Promise<UserContext> {
  const { application, precondition } = request;
  const found = isId(id)
    ? await findUserContext(deps.database.reader, application.organizationId, application.id, id)
    : undefined;
  if (found === undefined) return notFound("User", id);
  precondition?.(found.version);
  return found;
}

/** Finds a group to change. @throws {ScimError} 404 when this application has no such group; 412 by its precondition */
export async function foundGroup(deps: ActionDeps, request: ProvisioningRequest, id: string): Promise<GroupContext> {
  const { application, precondition } = request;
  const found = isId(id)
    ? await findGroupContext(deps.database.reader, application.organizationId, application.id, id)
    : undefined;
  if (found === undefined) return notFound("Group", id);
  precondition?.(found.version + found.membershipChanges);
  return found;
}
