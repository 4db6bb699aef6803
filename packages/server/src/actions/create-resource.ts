import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { findNewGroupContext } from "../storage/read/group-contexts.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { decideAgain, violatedUniqueIndex } from "./decide-again.ts";
import { checkGroupName, presentMembers, takeMemberIds } from "./group-writes.ts";
import { provisionGroup } from "./provision-group.ts";
import { provisionUser } from "./provision-user.ts";
import { readAnsweredGroup } from "./read-answered-group.ts";
import { newStoredResource, type WriteResult } from "./stored-resource.ts";

/**
 * Creates a resource from a POST body (RFC 7644 section 3.3) with its link, directory effect and events.
 *
 * @throws {ScimError} invalidSyntax, invalidValue; uniqueness for a user name or group name that is taken
 */
export async function createResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  body: JsonValue | undefined,
): Promise<WriteResult> {
  const { resource, unknown, dialects } = validateResource(type, body);
  const notes = { unknown, dialects };
  if (type.name === "Group") return { ...notes, ...(await createGroup(deps, request, type, resource)) };
  return { ...notes, ...(await createUser(deps, request, type, resource)) };
}

type Created = Omit<WriteResult, "unknown" | "dialects">;

async function createUser(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  resource: Resource,
): Promise<Created> {
  return decideAgain(async () => {
    const after = newStoredResource(type, resource, deps.newId(), deps.now());
    try {
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
    } catch (error) {
      throw refuseTakenUserName(error, resource);
    }
  });
}

/** Translates the violation of the user name's unique index; every other error stays. */
export function refuseTakenUserName(error: unknown, resource: Resource): unknown {
  if (violatedUniqueIndex(error) !== "provisioned_resources_user_name") return error;
  const userName = JSON.stringify(resource["userName"]);
  return new ScimError(
    "uniqueness",
    `userName: ${userName} is taken by another user of this application (case ignored)`,
  );
}

async function createGroup(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  sent: Resource,
): Promise<Created> {
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
