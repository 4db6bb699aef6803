import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import { replaceResource as replacedResource } from "@rollcall/scim/schema/replace-resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { suppliedByBody } from "@rollcall/scim/schema/supplied-attributes.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { presentMembers, takeMemberIds } from "./group-writes.ts";
import { foundResource, updateOwnResource } from "./provision-resource.ts";
import { readSentResource } from "./read-sent-resource.ts";
import type { WriteResult, Written } from "./stored-resource.ts";
import { foundGroup, foundUser, updateGroup, updateUser } from "./update-resource.ts";

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
  const { resource: sent, unknown, dialects } = readSentResource(request.application, type, body);
  const replace = type.name === "User" ? replaceUser : type.name === "Group" ? replaceGroup : replaceOwnResource;
  const replaced = await replace(deps, request, type, id, sent);
  return { ...replaced, unknown, dialects, supplied: type.shownWhole ? undefined : suppliedByBody(sent) };
}

async function replaceUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  sent: Resource,
): Promise<Written> {
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
): Promise<Written> {
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

async function replaceOwnResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
  sent: Resource,
): Promise<Written> {
  return decideAgain(async () => {
    const before = await foundResource(deps, request, type, id);
    const after = { ...replacedResource(type, before.resource, sent), id };
    return updateOwnResource(deps, request, type, before, after, !equalValues(before.resource, after));
  }, id);
}
