import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import { replaceResource as replacedResource } from "@rollcall/scim/schema/replace-resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { presentMembers, takeMemberIds } from "./group-writes.ts";
import { foundGroup, foundUser, updateGroup, updateUser } from "./update-resource.ts";
import type { WriteResult } from "./stored-resource.ts";

/**
 * Replaces a resource by a PUT body (RFC 7644 section 3.5.1): what was not sent is cleared, save `active` and what the
 * client cannot see. A PUT that changes nothing writes nothing.
 *
 * @throws {ScimError} 404; invalidSyntax, invalidValue, mutability, uniqueness
 */
export async function replaceResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  body: JsonValue | undefined,
): Promise<WriteResult> {
  const { resource: sent, unknown, dialects } = validateResource(type, body);
  const written = type.name === "Group" ? replaceGroup : replaceUser;
  return { unknown, dialects, ...(await written(deps, request, type, id, sent)) };
}

type Replaced = Omit<WriteResult, "unknown" | "dialects">;

async function replaceUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  sent: Resource,
): Promise<Replaced> {
  return decideAgain(async () => {
    const before = await foundUser(deps, request, id);
    const after = { ...replacedResource(type, before.resource, sent), id };
    return updateUser(deps, request, type, before, after, !equalValues(before.resource, after));
  }, id);
}

async function replaceGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  sentGroup: Resource,
): Promise<Replaced> {
  const { resource: sent, ids = [] } = takeMemberIds(sentGroup);
  return decideAgain(async () => {
    const [before, add] = await Promise.all([
      foundGroup(deps, request, id),
      presentMembers(deps, request.application, id, ids),
    ]);
    const after = { ...replacedResource(type, before.resource, sent), id };
    const changed = !equalValues(before.resource, after);
    const members = { add, remove: [], replace: true };
    return updateGroup(deps, request, type, before, after, changed, members, "always");
  }, id);
}
