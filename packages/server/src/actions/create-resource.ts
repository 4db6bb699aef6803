import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { suppliedByBody } from "@rollcall/scim/schema/supplied-attributes.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { findNewGroupContext } from "../storage/read/group-contexts.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { checkGroupName, presentMembers, takeMemberIds } from "./group-writes.ts";
import { provisionGroup } from "./provision-group.ts";
import { createOwnResource } from "./provision-resource.ts";
import { provisionUser } from "./provision-user.ts";
import { readAnsweredGroup } from "./read-answered-group.ts";
import { readSentResource } from "./read-sent-resource.ts";
import { newStoredResource, type WriteResult, type Written } from "./stored-resource.ts";

/**
 * Creates a resource from a POST body (RFC 7644 section 3.3) with its link, directory effect and events.
 *
 * @throws {ScimError} invalidSyntax, invalidValue; uniqueness for a user name, group name or unique value that is taken
 */
export async function createResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  body: JsonValue | undefined,
): Promise<WriteResult> {
  const { resource, unknown, dialects } = readSentResource(request.application, type, body);
  const created = await create(deps, request, type, resource);
  return { ...created, unknown, dialects, supplied: type.shownWhole ? undefined : suppliedByBody(resource) };
}

function create(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  resource: Resource,
): Promise<Written> {
  switch (type.name) {
    case "User":
      return createUser(deps, request, type, resource);
    case "Group":
      return createGroup(deps, request, type, resource);
    default:
      return createOwnResource(deps, request, type, resource);
  }
}

async function createUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  resource: Resource,
): Promise<Written> {
  return decideAgain(async () => {
    const after = newStoredResource(type, resource, deps.newId(), deps.now());
    const provisioned = await provisionUser(deps, request, {
      resourceId: after.id,
      resource: { kind: "insert", after },
      after: after.resource,
      externalId: resourceKeys(after.resource).externalId,
      link: undefined,
      directoryUser: undefined,
      others: [],
    });
    return { answer: { ...after, groups: null }, resourceId: after.id, ...provisioned };
  });
}

async function createGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  sent: Resource,
): Promise<Written> {
  const { application } = request;
  const { resource, ids } = takeMemberIds(sent);
  const { externalId, nameKey } = resourceKeys(resource);
  return decideAgain(async () => {
    const [newGroup, add] = await Promise.all([
      findNewGroupContext(deps.database.reader, application.organizationId, application.id, externalId, nameKey),
      presentMembers(deps, application, undefined, ids ?? []),
    ]);
    checkGroupName(resource, externalId, newGroup.sameName);
    const after = newStoredResource(type, resource, deps.newId(), deps.now());
    const provisioned = await provisionGroup(deps, request, {
      resourceId: after.id,
      resource: { kind: "insert", after },
      after: after.resource,
      externalId,
      nameKey,
      link: undefined,
      directoryGroup: undefined,
      members: add.length === 0 ? undefined : { add, remove: [], replace: false },
      sameName: newGroup.sameName,
      newGroup,
    });
    const answer = add.length === 0 ? after : await readAnsweredGroup(deps, application, after.id);
    return { answer, resourceId: after.id, ...provisioned };
  });
}
