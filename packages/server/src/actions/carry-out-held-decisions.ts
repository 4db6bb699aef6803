import { revised, nextVersion } from "../domain/directory-user-change.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import { rejection } from "../domain/guard.ts";
import type { Link } from "../domain/link.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import {
  findOpenDecision,
  findOpenDecisions,
  type HeldDecision,
  type OpenDecision,
} from "../storage/read/held-changes.ts";
import { sourcesSay } from "../domain/status-rule.ts";
import { findDirectoryUser, findOpenLink, type LinkRow } from "../storage/read/open-links.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import {
  keepGuardedMemberships,
  releaseGuardedMemberships,
  releaseMembershipsOfMember,
} from "../storage/write/held-changes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { decideLinkAgain } from "./decide-link-again.ts";
import { eventsFrom } from "./events-from.ts";

/**
 * Carries out what people decided about changes that the guard held: approved ones are decided again on today's
 * resource, rejected ones become an override. Works from what the database says is left, so that it can be interrupted
 * and repeated.
 */
export async function carryOutHeldDecisions(deps: ActionDeps): Promise<void> {
  for (let page = await findOpenDecisions(deps.database.reader); page.length > 0; ) {
    for (const open of page) await decideAgain(() => carryOut(deps, open));
    page = await findOpenDecisions(deps.database.reader, page.at(-1));
  }
}

async function carryOut(deps: ActionDeps, open: OpenDecision): Promise<void> {
  const { organizationId, sourceApplicationId, resourceId } = open;
  const { reader } = deps.database;
  const [decision, link, application] = await Promise.all([
    findOpenDecision(reader, organizationId, sourceApplicationId, resourceId),
    findOpenLink(reader, organizationId, sourceApplicationId, resourceId),
    deps.settings.application(sourceApplicationId),
  ]);
  // Another node carried it out, or the source took it back, or the application was deleted meanwhile.
  if (decision === undefined || !link?.guard || application === undefined) return;
  // A person's decision is in force at once, as everything is that an administrator does by hand.
  const live: CompiledApplication = { ...application, mode: "live" };
  if (link.guard.target === "members") await decideMembers(deps, live, link, decision);
  else if (decision.kind !== "reject") await approve(deps, live, link, decision);
  else if (link.resourceType === "Group") await keepGroup(deps, live, link, decision);
  else await rejectUser(deps, live, link, decision);
}

async function approve(deps: ActionDeps, application: CompiledApplication, link: LinkRow, decision: HeldDecision) {
  const policy =
    decision.kind === "disable"
      ? { ...application.policy, deleteDeactivatedUsers: false, onUserDelete: "disable" as const, ladders: [] }
      : application.policy;
  if (link.resourceType === "User" && link.guard?.target === "delete") {
    // Before the link is closed: what a crash leaves undone is done when the decision is carried out again.
    const { pool } = deps.database;
    const { organizationId, id } = application;
    await releaseMembershipsOfMember(pool, organizationId, id, link.resourceId, decision, deps.now());
  }
  await decideLinkAgain(deps, { ...application, policy }, link, decision.by);
}

async function keepGroup(deps: ActionDeps, application: CompiledApplication, link: LinkRow, decision: HeldDecision) {
  if (link.guard?.target === "leave") return keepIn(deps, application, link, decision);
  const policy = { ...application.policy, onGroupDelete: "keep" as const };
  await decideLinkAgain(deps, { ...application, policy }, link, decision.by);
}

/** Keeps a group in the directory, and those whom it lost meanwhile, although the group rules leave it out. */
async function keepIn(deps: ActionDeps, application: CompiledApplication, link: LinkRow, decision: HeldDecision) {
  const { organizationId, id } = application;
  await keepGuardedMemberships(deps.database.pool, organizationId, id, "group", link.resourceId);
  const reason = rejection + decision.reason;
  const directoryGroupId = link.directoryId ?? "";
  const events: EventDraft[] = [{ type: "group.changed", outcome: "applied", directoryGroupId, reason }];
  await write(deps, application, link, { ...link, guard: null, keptIn: true }, undefined, events, decision);
}

async function decideMembers(
  deps: ActionDeps,
  application: CompiledApplication,
  link: LinkRow,
  decision: HeldDecision,
) {
  const { organizationId, id } = application;
  const { pool } = deps.database;
  const limit = 1_000;
  if (decision.kind === "reject") await keepGuardedMemberships(pool, organizationId, id, "group", link.resourceId);
  else {
    const release = () =>
      releaseGuardedMemberships(pool, organizationId, id, link.resourceId, limit, decision, deps.now());
    while ((await release()) === limit);
  }
  await write(deps, application, link, { ...link, guard: null }, undefined, [], decision);
}

/** Keeps somebody enabled against the source: an override that ends at its next transition of `active`. */
async function rejectUser(deps: ActionDeps, application: CompiledApplication, link: LinkRow, decision: HeldDecision) {
  const { organizationId } = application;
  const { reader, pool } = deps.database;
  const gone = link.guard?.target === "delete";
  const [before, context] = await Promise.all([
    link.directoryId === null ? undefined : findDirectoryUser(reader, organizationId, link.directoryId),
    gone ? undefined : findUserContext(reader, organizationId, application.id, link.resourceId),
  ]);
  const { statusRule } = (await deps.settings.organization(organizationId)) ?? {};
  // By the rule "all" the word of a source that does not own the person would have disabled: it is said, and overridden.
  const counts = !gone && !link.owning && statusRule === "all" && before !== undefined && sourcesSay(before) === true;
  const after: Link = {
    ...link,
    guard: null,
    held: false,
    ...(gone ? { state: "closed" as const } : {}),
    ...(counts ? { sourceActive: false } : {}),
  };
  if (gone) await keepGuardedMemberships(pool, organizationId, application.id, "member", link.resourceId);
  const reason = rejection + decision.reason;
  const events: EventDraft[] =
    before === undefined
      ? []
      : [
          { type: "user.changed", outcome: "applied", directoryUserId: before.id, reason },
          ...(gone
            ? [{ type: "user.unlinked" as const, outcome: "applied" as const, directoryUserId: before.id }]
            : []),
        ];
  // Where the source's word on the status does not count there is nothing to override.
  const said = link.owning
    ? { sourceActive: false, sourcesActive: null }
    : counts
      ? { sourcesActive: false }
      : undefined;
  const user = before && said && { before, after: overridden(before, said, decision, deps.now()) };
  const decidedOn = context && { resourceId: link.resourceId, resourceVersion: context.version };
  await write(deps, application, link, after, user, events, decision, decidedOn);
}

function overridden(
  before: DirectoryUser,
  said: Partial<Pick<DirectoryUser, "sourceActive" | "sourcesActive">>,
  { by, reason }: HeldDecision,
  now: string,
): DirectoryUser {
  const override = { kind: "enabled" as const, reason, by, at: now, expiresAt: null };
  return nextVersion(before, revised(before, { ...said, override }, now), now);
}

async function write(
  deps: ActionDeps,
  application: CompiledApplication,
  before: LinkRow,
  after: Link,
  directoryUser: { readonly before: DirectoryUser; readonly after: DirectoryUser } | undefined,
  events: readonly EventDraft[],
  decision: HeldDecision,
  decidedOn?: { readonly resourceId: string; readonly resourceVersion: number },
): Promise<void> {
  const now = deps.now();
  const facts = {
    newId: deps.newId,
    now,
    actor: decision.by,
    sourceApplicationId: application.id,
    scimId: before.resourceId,
    externalId: before.closedExternalId ?? null,
    exchangeId: null,
  };
  await deps.writer.write({
    organizationId: application.organizationId,
    sourceApplicationId: application.id,
    resourceType: before.resourceType,
    exchangeId: null,
    now,
    resource: undefined,
    link: { before, after },
    directoryUser,
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    decidedOn,
    claim: undefined,
    flagged: [],
    events: eventsFrom(events, facts),
  });
}
