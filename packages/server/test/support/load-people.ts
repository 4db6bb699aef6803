import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import type { ActionDeps } from "../../src/actions/action-deps.ts";
import { eventsFrom } from "../../src/actions/events-from.ts";
import { newId } from "../../src/actions/new-id.ts";
import { newStoredResource } from "../../src/actions/stored-resource.ts";
import { openTrustedSettings } from "../../src/actions/trusted-settings.ts";
import { applyMapping } from "../../src/domain/apply-mapping.ts";
import { decideUserEffect } from "../../src/domain/decide-user-effect.ts";
import type { ProvisionedChange } from "../../src/domain/provisioned-change.ts";
import { resourceKeys } from "../../src/domain/resource-keys.ts";
import type { CompiledApplication } from "../../src/domain/source-application.ts";
import { silentLog } from "../../src/log.ts";
import { type Database, type DatabaseTarget, openDatabase, unnamedStatement } from "../../src/storage/database.ts";
import { openChangeWriter } from "../../src/storage/write/change-writer.ts";
import { writeProvisionedChanges } from "../../src/storage/write/provisioned-changes.ts";

/** People in one statement. */
const batch = 1_000;
/** Statements under way at once: one is decided here while another is written there. */
const atOnce = 2;

/** Opens the database beside the server that runs on it, with what its actions need. The database is to be closed. */
export function openBeside(target: DatabaseTarget): ActionDeps {
  const database = openDatabase({ target, log: silentLog, writeMilliseconds: 120_000 });
  const settings = openTrustedSettings(database);
  const writer = openChangeWriter(database.pool, settings);
  return { database, writer, settings, now: () => new Date().toISOString(), newId };
}

/**
 * Creates the people numbered 0 to `count` - 1, each with resource, link, directory user and event, by the writer and
 * the decisions of the server. Nobody is there who could be matched, so nobody is looked for.
 *
 * @param bodyOf what a source would send for the person with a number
 * @returns the ids of their resources
 */
export async function loadPeople(
  deps: ActionDeps,
  application: CompiledApplication,
  count: number,
  bodyOf: (number: number) => JsonObject,
): Promise<string[]> {
  const ids: string[] = [];
  const batches = Array.from({ length: Math.ceil(count / batch) }, (_, index) => index);
  const run = async (): Promise<void> => {
    for (let next = batches.shift(); next !== undefined; next = batches.shift()) {
      const first = next * batch;
      const length = Math.min(batch, count - first);
      const changes = Array.from({ length }, (_, index) => newcomer(deps, application, bodyOf(first + index)));
      await writeProvisionedChanges(deps.database.pool, application.organizationId, changes);
      for (const [index, { id }] of changes.map((change) => change.resource.after).entries()) ids[first + index] = id;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return ids;
}

type Newcomer = ProvisionedChange & { readonly resource: { readonly kind: "insert" } };

function newcomer(deps: ActionDeps, application: CompiledApplication, body: JsonObject): Newcomer {
  const now = deps.now();
  const { resource } = validateResource(userResourceType, body);
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

/** Waits until every event has its position, then cleans the tables and brings the planner's figures up to date. */
export async function settleDatabase({ lists, pool }: Database): Promise<void> {
  const waiting = unnamedStatement("select count(*)::int as waiting from provisioning_event_queue");
  for (;;) {
    const [row] = await lists.query<{ waiting: number }>(waiting, []);
    if (row?.waiting === 0) break;
    await sleep(100);
  }
  await pool.execute(unnamedStatement("vacuum analyze"), []);
}
