import { beforeAllIds } from "../domain/id.ts";
import { changeEvents, nextVersion, revised } from "../domain/directory-user-change.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { heldByLaw } from "../domain/safeguard.ts";
import { findApplicationLinks, findOpenLink } from "../storage/read/open-links.ts";
import { findPersonWithSources } from "../storage/read/shared-people.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import { findGroupContext } from "../storage/read/group-contexts.ts";
import { finishApplication } from "../storage/write/unfinished-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";

const page = 200;

/**
 * Carries out what becomes of a deleted application's people: its links are closed, and those whom it owned stay as
 * they are, are disabled, or go to the bin. Its resources stay, so that the application can be restored. Works from
 * what the database says is left, so that it can be interrupted and repeated.
 *
 * @param from an id: resources that were created after it are looked at
 */
export async function settlePeople(
  deps: ActionDeps,
  organizationId: string,
  sourceApplicationId: string,
  fate: "keep" | "disable" | "bin",
  from = beforeAllIds,
): Promise<void> {
  let after = from;
  for (;;) {
    const links = await findApplicationLinks(
      deps.database.reader,
      organizationId,
      sourceApplicationId,
      "open",
      after,
      page,
    );
    for (const { resourceId } of links) {
      await decideAgain(() => settle(deps, organizationId, sourceApplicationId, resourceId, fate));
    }
    if (links.length < page) break;
    after = links.at(-1)?.resourceId ?? after;
  }
  await finishApplication(deps.database.pool, organizationId, sourceApplicationId, "people-fate", deps.now());
}

async function settle(
  deps: ActionDeps,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
  fate: "keep" | "disable" | "bin",
): Promise<void> {
  const { reader } = deps.database;
  const link = await findOpenLink(reader, organizationId, sourceApplicationId, resourceId);
  // Somebody else settled it, or the application was restored meanwhile.
  if (link?.peopleFate !== fate) return;
  // Of a group that the group rules leave out there is nothing in the directory.
  if (link.state === "left-out") return;
  const now = deps.now();
  const isUser = link.resourceType === "User";
  const [context, person] = await Promise.all([
    isUser
      ? findUserContext(reader, organizationId, link.sourceApplicationId, link.resourceId)
      : findGroupContext(reader, organizationId, link.sourceApplicationId, link.resourceId),
    isUser && link.directoryId !== null && (link.owning || fate !== "keep")
      ? findPersonWithSources(reader, organizationId, link.directoryId)
      : undefined,
  ]);
  const others = (person?.sources ?? []).filter((source) => source.sourceApplicationId !== sourceApplicationId);
  const { statusRule = "owner" } = (await deps.settings.organization(organizationId)) ?? {};
  const standing = others.some(({ sourceActive }) => sourceActive === true);
  // By the rule "any", whoever is left without a source that says active is this application's to settle, too.
  const settled = link.owning || (statusRule === "any" && !standing);
  const before = settled ? person?.directoryUser : undefined;
  const keys = context === undefined ? undefined : resourceKeys(context.resource);
  const kept = statusRule === "any" && standing;
  const after = before && settledUser(before, fate, kept, now);
  const reason = `the source application was deleted${keptBecause(before, fate, kept)}`;
  const events: EventDraft[] = [
    ...(before !== undefined && after !== undefined ? changeEvents(before, after, "applied", reason) : []),
    // Whoever is not owned is left too, and a group keeps other members than it had: who copies the directory is told.
    ...(link.directoryId === null || link.state !== "linked"
      ? []
      : isUser
        ? [{ type: "user.unlinked" as const, outcome: "applied" as const, directoryUserId: link.directoryId, reason }]
        : [{ type: "group.kept" as const, outcome: "applied" as const, directoryGroupId: link.directoryId, reason }]),
  ];
  const change: ProvisionedChange = {
    organizationId,
    sourceApplicationId: link.sourceApplicationId,
    resourceType: link.resourceType,
    exchangeId: null,
    now,
    resource: undefined,
    link: {
      before: link,
      after: {
        ...link,
        state: "closed",
        held: false,
        ...(link.guard ? { guard: null } : {}),
        conflict: null,
        closedExternalId: keys?.externalId ?? link.closedExternalId ?? null,
        closedNameKey: keys?.nameKey ?? link.closedNameKey ?? null,
      },
    },
    directoryUser: before && after && { before, after },
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers:
      isUser || link.directoryId === null
        ? undefined
        : { directoryGroupId: link.directoryId, groupId: link.resourceId, become: "stay-without-source" },
    peopleFate: fate,
    claim: undefined,
    flagged: [],
    events: eventsFrom(events, {
      newId: deps.newId,
      now,
      actor: "source",
      sourceApplicationId: link.sourceApplicationId,
      scimId: link.resourceId,
      externalId: keys?.externalId ?? null,
      exchangeId: null,
    }),
  };
  await deps.writer.write(change);
}

/** Why somebody does not go the way of the others. */
function keptBecause(user: DirectoryUser | undefined, fate: "keep" | "disable" | "bin", kept: boolean): string {
  if (fate === "keep" || user === undefined) return "";
  if (kept) return "; another linked source says active";
  if (user.protection !== null) return "; the person is protected and stays as it is";
  return fate === "bin" && user.legalHold !== null ? `; ${heldByLaw}` : "";
}

/** Whom the application owned, as they are to be; undefined where they stay as they are. */
function settledUser(
  user: DirectoryUser,
  fate: "keep" | "disable" | "bin",
  kept: boolean,
  now: string,
): DirectoryUser | undefined {
  if (fate === "keep" || user.protection !== null) return undefined;
  const after = kept ? revised(user, { sourceActive: false, sourcesActive: true }, now) : leave(user, fate, now);
  return nextVersion(user, after, now);
}

function leave(user: DirectoryUser, fate: "disable" | "bin", now: string): DirectoryUser {
  const bin = fate === "bin" && user.binnedBy === null && user.legalHold === null;
  return revised(
    user,
    {
      sourceActive: false,
      sourcesActive: null,
      override: null,
      ...(bin ? { binnedBy: "source" as const, binnedAt: now } : {}),
    },
    now,
  );
}
