import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { provisionGroup } from "./provision-group.ts";
import { deleteOwnResource } from "./provision-resource.ts";
import { provisionUser } from "./provision-user.ts";
import type { WriteResult } from "./stored-resource.ts";
import { foundGroup, foundUser } from "./update-resource.ts";

/**
 * Deletes a resource (RFC 7644 section 3.6): it is 404 from now on and its user name is free; what becomes of the
 * directory user or group is the policy's.
 *
 * @throws {ScimError} 404
 */
export async function deleteResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
): Promise<WriteResult> {
  const remove = type.name === "User" ? deleteUser : type.name === "Group" ? deleteGroup : deleteOwnResource;
  const provisioned = await decideAgain(() => remove(deps, request, type, id), id);
  return { answer: undefined, resourceId: id, unknown: [], dialects: [], ...provisioned };
}

async function deleteUser(deps: ActionDeps, request: ProvisioningRequest, type: ResourceType, id: string) {
  const before = await foundUser(deps, request, id);
  return provisionUser(deps, request, {
    resourceId: id,
    resource: { kind: "delete", before: { type: type.name, ...before } },
    after: undefined,
    externalId: resourceKeys(before.resource).externalId,
    link: before.link,
    directoryUser: before.directoryUser,
    others: before.others,
    ...request.by,
  });
}

async function deleteGroup(deps: ActionDeps, request: ProvisioningRequest, type: ResourceType, id: string) {
  const before = await foundGroup(deps, request, id);
  const { externalId, nameKey } = resourceKeys(before.resource);
  return provisionGroup(deps, request, {
    resourceId: id,
    resource: { kind: "delete", before: { type: type.name, ...before } },
    after: undefined,
    externalId,
    nameKey,
    link: before.link,
    directoryGroup: before.directoryGroup,
    members: undefined,
    newGroup: undefined,
    decidedOn: before,
  });
}
