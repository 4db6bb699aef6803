import type { Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { isId } from "../domain/id.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import { readResource } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { notFound } from "./not-found.ts";
import { alreadyLikeThis, type Provisioned } from "./provisioned.ts";
import { changedResource, newStoredResource, type Written } from "./stored-resource.ts";
import { writeChange } from "./write-change.ts";

/** Why such a write is applied although nothing of it shows in the directory. */
const noDirectoryEffect = "no directory effect";

/** A provisioned resource of a type that an application has of its own. */
export interface OwnResource {
  readonly id: string;
  readonly resource: Resource;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** Finds such a resource to change. @throws {ScimError} 404 when there is none; 412 by the request's precondition */
export async function foundResource(
  deps: ActionDeps,
  { application, precondition }: ProvisioningRequest,
  type: ResourceType,
  id: string,
): Promise<OwnResource> {
  const details = { withMembers: false, withGroups: false };
  const found = isId(id)
    ? await readResource(deps.database, application.organizationId, application.id, type.name, id, details)
    : undefined;
  if (found === undefined) return notFound(type.name, id);
  precondition?.(found.version);
  const { document, version, createdAt, modifiedAt } = found;
  return { id, resource: JSON.parse(document) as Resource, version, createdAt, modifiedAt };
}

/** Creates a resource of an application's own type; the directory knows no such thing, so there is no link and no event. */
export async function createOwnResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  sent: Resource,
): Promise<Written> {
  const after = newStoredResource(type, sent, deps.newId(), deps.now());
  const provisioned = await provisionResource(deps, request, type, { kind: "insert", after });
  return { answer: after, resourceId: after.id, ...provisioned };
}

/** Makes a resource of an application's own type what it is to be; one that stays as it is is not written. */
export async function updateOwnResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  before: OwnResource,
  after: Resource,
  changed: boolean,
): Promise<Written> {
  if (!changed) return { answer: before, resourceId: before.id, outcome: "unchanged", reason: alreadyLikeThis };
  const resource = changedResource(type, before, after, deps.now());
  const provisioned = await provisionResource(deps, request, type, resource);
  return { answer: resource.after, resourceId: before.id, ...provisioned };
}

/** Deletes a resource of an application's own type. */
export async function deleteOwnResource(
  deps: ActionDeps,
  request: ProvisioningRequest,
  type: ResourceType,
  id: string,
): Promise<Provisioned> {
  const before = await foundResource(deps, request, type, id);
  return provisionResource(deps, request, type, { kind: "delete", before: { type: type.name, ...before } });
}

/**
 * Writes a provisioned resource that no directory user or group follows from.
 *
 * @throws {ScimError} uniqueness; the database's error with code RC001 when another write overtook this one: decide again
 */
async function provisionResource(
  deps: ActionDeps,
  { application, exchangeId }: ProvisioningRequest,
  type: ResourceType,
  resource: NonNullable<ProvisionedChange["resource"]>,
): Promise<Provisioned> {
  await writeChange(deps, {
    organizationId: application.organizationId,
    sourceApplicationId: application.id,
    resourceType: type.name,
    exchangeId,
    now: deps.now(),
    resource,
    link: undefined,
    directoryUser: undefined,
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: [],
  });
  return { outcome: "applied", reason: noDirectoryEffect };
}
