import assert from "node:assert/strict";
import { isObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { newId } from "../../src/actions/new-id.ts";
import type { ProvisionedChange } from "../../src/domain/provisioned-change.ts";
import type { Database } from "../../src/storage/database.ts";
import { searchableCopy } from "../../src/storage/searchable-copy.ts";
import { writeProvisionedChanges } from "../../src/storage/write/provisioned-changes.ts";

/** Whose resources a test stores: no row of the organization itself is needed. */
export interface Owner {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
}

export function newOwner(): Owner {
  return { organizationId: newId(), sourceApplicationId: newId() };
}

/**
 * Stores resources, as a client would see them, by the statement that every write ends in: what is derived on reading
 * (`meta`, a user's `groups`) is left out, a group's `members` become memberships.
 */
export async function storeResources(
  database: Pick<Database, "pool">,
  owner: Owner,
  type: ResourceType,
  resources: readonly Resource[],
): Promise<void> {
  if (resources.length === 0) return;
  const inserts = resources.map((resource): ProvisionedChange => {
    const { meta: _meta, groups: _groups, members: _members, ...document } = resource;
    const stored = {
      type: type.name,
      id: textOf(resource, "id"),
      resource: document,
      searchable: searchableCopy(type, document),
      version: 1,
      createdAt: metaOf(resource, "created"),
      modifiedAt: metaOf(resource, "lastModified"),
    };
    return change(owner, type, resource, { resource: { kind: "insert", after: stored } });
  });
  await writeProvisionedChanges(database.pool, owner.organizationId, inserts);
}

/** Adds the members that stored groups name; all of them are stored already. */
export async function storeMembers(
  database: Pick<Database, "pool">,
  owner: Owner,
  type: ResourceType,
  groups: readonly Resource[],
): Promise<void> {
  const changes = groups.flatMap((group) => {
    const members = own(group, "members");
    if (!Array.isArray(members)) return [];
    const add = members.map((member) => ({ memberId: textOf(member, "value"), eventId: newId() }));
    const memberships = {
      groupId: textOf(group, "id"),
      directoryGroupId: null,
      add,
      remove: [],
      replace: false,
      outcome: "applied",
    } as const;
    return [change(owner, type, group, { memberships })];
  });
  if (changes.length > 0) await writeProvisionedChanges(database.pool, owner.organizationId, changes);
}

function change(
  { organizationId, sourceApplicationId }: Owner,
  type: ResourceType,
  resource: Resource,
  part: Partial<ProvisionedChange>,
): ProvisionedChange {
  return {
    organizationId,
    sourceApplicationId,
    resourceType: type.name,
    exchangeId: null,
    now: metaOf(resource, "created"),
    resource: undefined,
    link: undefined,
    directoryUser: undefined,
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: [],
    ...part,
  };
}

/** A member of an object that has to be text. */
export function textOf(object: JsonValue, name: string): string {
  const value = isObject(object) ? own(object, name) : undefined;
  assert.ok(typeof value === "string", `${name} is text`);
  return value;
}

function metaOf(resource: Resource, name: string): string {
  const meta = own(resource, "meta");
  return meta === undefined ? "2026-01-01T00:00:00.000Z" : textOf(meta, name);
}
