import { userResourceType } from "../packages/scim/src/schema/core-resource-types.ts";
import { validateResource } from "../packages/scim/src/schema/validate-resource.ts";
import type { ActionDeps } from "../packages/server/src/actions/action-deps.ts";
import { eventsFrom } from "../packages/server/src/actions/events-from.ts";
import { newStoredResource } from "../packages/server/src/actions/stored-resource.ts";
import { applyMapping } from "../packages/server/src/domain/apply-mapping.ts";
import { decideUserEffect } from "../packages/server/src/domain/decide-user-effect.ts";
import type { ProvisionedChange } from "../packages/server/src/domain/provisioned-change.ts";
import { resourceKeys } from "../packages/server/src/domain/resource-keys.ts";
import type { CompiledApplication } from "../packages/server/src/domain/source-application.ts";
import { writeProvisionedChanges } from "../packages/server/src/storage/write/provisioned-changes.ts";
import { personBody } from "./person.ts";

/** People in one statement. */
const batch = 1_000;
/** Statements under way at once: one is decided here while another is written there. */
const atOnce = 2;

/**
 * Creates the people numbered 0 to `count` - 1, each with resource, link, directory user and event, by the writer and
 * the decisions of the server. Nobody is there who could be matched, so nobody is looked for.
 *
 * @returns the ids of their resources
 */
export async function loadPeople(deps: ActionDeps, application: CompiledApplication, count: number): Promise<string[]> {
  const ids: string[] = [];
  const batches = Array.from({ length: Math.ceil(count / batch) }, (_, index) => index);
  const run = async (): Promise<void> => {
    for (let next = batches.shift(); next !== undefined; next = batches.shift()) {
      const first = next * batch;
      const length = Math.min(batch, count - first);
      const changes = Array.from({ length }, (_, index) => newcomer(deps, application, first + index));
      await writeProvisionedChanges(deps.database.pool, application.organizationId, changes);
      for (const [index, { id }] of changes.map((change) => change.resource.after).entries()) ids[first + index] = id;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return ids;
}

type Newcomer = ProvisionedChange & { readonly resource: { readonly kind: "insert" } };

function newcomer(deps: ActionDeps, application: CompiledApplication, number: number): Newcomer {
  const now = deps.now();
  const { resource } = validateResource(userResourceType, personBody(number));
  const after = newStoredResource(userResourceType, resource, deps.newId(), now);
  const effect = decideUserEffect({
    sourceApplicationId: application.id,
    resourceId: after.id,
    mode: application.mode,
    policy: application.policy,
    mapped: applyMapping(application.mapping.users, after.resource),
    link: undefined,
    directoryUser: undefined,
    match: { kind: "create", possibleRehire: false },
    others: [],
    newDirectoryUserId: deps.newId(),
    now,
  });
  return {
    organizationId: application.organizationId,
    sourceApplicationId: application.id,
    resourceType: "User",
    exchangeId: null,
    now,
    resource: { kind: "insert", after },
    link: effect.link && { before: undefined, after: effect.link },
    directoryUser: effect.directoryUser && { before: undefined, after: effect.directoryUser },
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: eventsFrom(effect.events, {
      newId: deps.newId,
      now,
      actor: "source",
      sourceApplicationId: application.id,
      scimId: after.id,
      externalId: resourceKeys(after.resource).externalId,
      exchangeId: null,
    }),
  };
}
