import { applyPatch } from "@rollcall/scim/patch/apply-patch.ts";
import { parsePatchOp } from "@rollcall/scim/patch/parse-patch-op.ts";
import { foldMemberChanges, type MemberEffect } from "@rollcall/scim/patch/fold-member-changes.ts";
import { splitMemberOperations } from "@rollcall/scim/patch/patch-members.ts";
import type { PatchOperation } from "@rollcall/scim/patch/patch-operation.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { isId } from "../domain/id.ts";
import { findMembersWhere } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { presentMembers } from "./group-writes.ts";
import type { MemberDelta } from "./provision-group.ts";
import type { WriteResult } from "./stored-resource.ts";
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
  const dialects = new Set<string>();
  const operations = parsePatchOp(body, { dialects });
  const patched =
    type.name === "Group"
      ? await patchGroup(deps, request, type, id, operations, dialects)
      : await patchUser(deps, request, type, id, operations, dialects);
  return { ...patched, dialects: [...dialects] };
}

type Patched = Omit<WriteResult, "dialects">;

async function patchUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  operations: readonly PatchOperation[],
  dialects: Set<string>,
): Promise<Patched> {
  return decideAgain(async () => {
    const before = await foundUser(deps, request, id);
    const { resource, changed, unknown } = applyPatch(type, before.resource, operations, { dialects });
    return { unknown, ...(await updateUser(deps, request, type, before, resource, changed)) };
  }, id);
}

async function patchGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  operations: readonly PatchOperation[],
  dialects: Set<string>,
): Promise<Patched> {
  const { rest, members } = splitMemberOperations(type, operations, { dialects });
  const effect = foldMemberChanges(members);
  return decideAgain(async () => {
    const [before, delta] = await Promise.all([foundGroup(deps, request, id), memberDelta(deps, request, id, effect)]);
    const { resource, changed, unknown } = applyPatch(type, before.resource, rest, { dialects });
    return { unknown, ...(await updateGroup(deps, request, type, before, resource, changed, delta, "small")) };
  });
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
