import { type ApplyPatchOptions, applyPatch } from "@rollcall/scim/patch/apply-patch.ts";
import { parsePatchOp } from "@rollcall/scim/patch/parse-patch-op.ts";
import { foldMemberChanges, type MemberEffect } from "@rollcall/scim/patch/fold-member-changes.ts";
import { splitMemberOperations } from "@rollcall/scim/patch/patch-members.ts";
import type { PatchOperation } from "@rollcall/scim/patch/patch-operation.ts";
import { suppliedByPatch } from "@rollcall/scim/patch/supplied-by-patch.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { isId } from "../domain/id.ts";
import { openDialectLog } from "../domain/tolerance.ts";
import { findMembersWhere } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { presentMembers } from "./group-writes.ts";
import type { MemberDelta } from "./group-change.ts";
import { foundResource, updateOwnResource } from "./provision-resource.ts";
import type { WriteResult, Written } from "./stored-resource.ts";
import { foundGroup, foundUser, updateGroup, updateUser } from "./update-resource.ts";

/**
 * Changes a resource by a PATCH body (RFC 7644 section 3.5.2): all operations or none. A group's members are changed
 * without being loaded. A PATCH that changes nothing writes nothing.
 *
 * @throws {ScimError} 404; invalidSyntax, invalidPath, invalidFilter, invalidValue, noTarget, mutability, uniqueness
 */
export async function patchResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  body: JsonValue | undefined,
): Promise<WriteResult> {
  const { tolerance } = request.application;
  const options = { strict: tolerance.strict, dialects: openDialectLog(tolerance) };
  const operations = parsePatchOp(body, options);
  const patch = type.name === "User" ? patchUser : type.name === "Group" ? patchGroup : patchOwnResource;
  const patched = await patch(deps, request, type, id, operations, options);
  const supplied = type.shownWhole ? undefined : suppliedByPatch(type, operations);
  return { ...patched, dialects: [...options.dialects], supplied };
}

type Patched = Written & Pick<WriteResult, "unknown">;
type Options = Required<ApplyPatchOptions>;

async function patchUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  operations: readonly PatchOperation[],
  options: Options,
): Promise<Patched> {
  return decideAgain(async () => {
    const before = await foundUser(deps, request, id);
    const { resource, changed, unknown } = applyPatch(type, before.resource, operations, options);
    return { unknown, ...(await updateUser(deps, request, type, before, resource, changed)) };
  }, id);
}

async function patchGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  operations: readonly PatchOperation[],
  options: Options,
): Promise<Patched> {
  const { rest, members } = splitMemberOperations(type, operations, options);
  const effect = foldMemberChanges(members);
  return decideAgain(async () => {
    const [before, delta] = await Promise.all([foundGroup(deps, request, id), memberDelta(deps, request, id, effect)]);
    const { resource, changed, unknown } = applyPatch(type, before.resource, rest, options);
    return { unknown, ...(await updateGroup(deps, request, type, before, resource, changed, delta, "small")) };
  });
}

async function patchOwnResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  operations: readonly PatchOperation[],
  options: Options,
): Promise<Patched> {
  return decideAgain(async () => {
    const before = await foundResource(deps, request, type, id);
    const { resource, changed, unknown } = applyPatch(type, before.resource, operations, options);
    return { unknown, ...(await updateOwnResource(deps, request, type, before, resource, changed)) };
  }, id);
}

/** Finds out which of the named members are there; undefined when the request names no members. */
async function memberDelta(
  deps: ActionDeps,
  { application }: ProvisioningRequest,
  groupId: string,
  effect: MemberEffect | undefined,
): Promise<MemberDelta | undefined> {
  if (effect === undefined || !isId(groupId)) return undefined;
  const { organizationId } = application;
  const [add, matching] = await Promise.all([
    presentMembers(deps, application, groupId, [...effect.add]),
    Promise.all(
      effect.removeWhere.map((filter) =>
        findMembersWhere(deps.database.lists, organizationId, application.id, groupId, filter),
      ),
    ),
  ]);
  const added = new Set(add);
  // Removing somebody who is no member changes nothing, so an id that was never issued is no error here.
  const remove = [...new Set([...effect.remove, ...matching.flat()])].filter((id) => isId(id) && !added.has(id));
  return { add, remove, replace: effect.mode === "replace" };
}
