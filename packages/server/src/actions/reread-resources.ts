import type { Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import { rereadResource } from "@rollcall/scim/schema/reread-resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { beforeAllIds } from "../domain/id.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { takenValues } from "../domain/unique-value.ts";
import type { ApplicationBehindSchemas } from "../storage/read/application-schemas.ts";
import { listStoredResources, type StoredRow } from "../storage/read/stored-resources.ts";
import { searchableCopy } from "../storage/searchable-copy.ts";
import { finishReadingBySchemas } from "../storage/write/application-schemas.ts";
import type { ActionDeps } from "./action-deps.ts";
import { writeChange } from "./write-change.ts";

const page = 200;

/**
 * Reads the resources of a source application again by its schemas, which changed since they were stored: what was an
 * unknown extension can be searched by its attributes, and unique values are taken by whoever had them first. A resource
 * that another write changes meanwhile is left to that write, which knows the schemas. Can be interrupted and repeated.
 */
export async function rereadResources(deps: ActionDeps, behind: ApplicationBehindSchemas): Promise<void> {
  const { organizationId, id, changedAt } = behind;
  const application = await deps.settings.application(id);
  if (application === undefined) return;
  for (const type of application.resourceTypes) {
    for (let after = beforeAllIds; ; ) {
      const rows = await listStoredResources(deps.database.lists, organizationId, id, type.name, after, page);
      await Promise.all(rows.map((row) => reread(deps, application, type, row)));
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) break;
      after = last.id;
    }
  }
  await finishReadingBySchemas(deps.database.pool, organizationId, id, changedAt);
}

async function reread(
  deps: ActionDeps,
  application: CompiledApplication,
  type: ResourceType,
  row: StoredRow,
): Promise<void> {
  const stored = JSON.parse(row.document) as Resource;
  const resource = rereadResource(type, stored);
  const searchable = searchableCopy(type, resource);
  // All of them kept: whoever is read first has a value that stands twice.
  const unique = takenValues(type, resource, resource);
  const changed = !equalValues(stored, resource);
  if (!changed && unique === undefined && !row.hasUnique && equalValues(row.searchable, searchable)) return;
  const now = deps.now();
  const after = {
    type: type.name,
    id: row.id,
    resource,
    searchable,
    unique: unique ?? [],
    version: changed ? row.version + 1 : row.version,
    createdAt: row.createdAt,
    modifiedAt: changed ? now : row.modifiedAt,
  };
  const change = { kind: "update", before: { version: row.version }, after } as const;
  try {
    await writeChange(deps, changeOf(application, type, now, change));
  } catch (error) {
    // Caught because whoever was faster knew the schemas.
    if ((error as { code?: unknown }).code !== "RC001") throw error;
  }
}

function changeOf(
  { organizationId, id }: CompiledApplication,
  type: ResourceType,
  now: string,
  resource: NonNullable<ProvisionedChange["resource"]>,
): ProvisionedChange {
  return {
    organizationId,
    sourceApplicationId: id,
    resourceType: type.name,
    exchangeId: null,
    now,
    resource,
    link: undefined,
    directoryUser: undefined,
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: [],
  };
}
