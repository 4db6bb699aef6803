import { RollcallError } from "../domain/errors.ts";
import { isId } from "../domain/id.ts";
import type { Match } from "../domain/match-directory-user.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { findConflictLink, findDirectoryUser, findOpenLinks } from "../storage/read/open-links.ts";
import { findPersonWithSources } from "../storage/read/shared-people.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";
import { provisionUser } from "./provision-user.ts";
import type { Provisioned } from "./provisioned.ts";

/** What a person decides about a resource that could not be linked. */
export type Resolution =
  | { readonly kind: "link"; readonly directoryUserId: string }
  | { readonly kind: "create" }
  | { readonly kind: "ignore" };

/**
 * Carries out a person's decision of a conflict: the resource is this directory user, or somebody new, or nobody. An
 * ignored one can still be linked or created later.
 *
 * @throws RollcallError conflict.not_found, conflict.candidate_unknown
 */
export async function resolveConflict(
  deps: ActionDeps,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
  resolution: Resolution,
  actor: string,
): Promise<Provisioned> {
  return decideAgain(async () => {
    const shaped = isId(sourceApplicationId) && isId(resourceId);
    const [link, context, application] = shaped
      ? await Promise.all([
          findConflictLink(deps.database.reader, organizationId, sourceApplicationId, resourceId),
          findUserContext(deps.database.reader, organizationId, sourceApplicationId, resourceId),
          deps.settings.application(sourceApplicationId),
        ])
      : [];
    if (link === undefined || context === undefined || application?.organizationId !== organizationId) {
      throw new RollcallError("conflict.not_found");
    }
    if (resolution.kind === "ignore") return ignore(deps, organizationId, link, actor);
    const match: Match =
      resolution.kind === "create"
        ? { kind: "create", possibleRehire: false }
        : await chosenMatch(deps, organizationId, sourceApplicationId, resolution.directoryUserId);
    const found =
      match.kind === "match"
        ? await findPersonWithSources(deps.database.reader, organizationId, match.directoryUserId)
        : undefined;
    return provisionUser(
      deps,
      // A person's decision is in force at once, as everything is that an administrator does by hand.
      { application: { ...application, mode: "live" }, exchangeId: null },
      {
        resourceId,
        resource: undefined,
        version: context.version,
        after: context.resource,
        externalId: resourceKeys(context.resource).externalId,
        link: { ...link, conflict: null },
        directoryUser: found?.directoryUser,
        others: found?.sources ?? [],
        match,
        actor,
      },
    );
  });
}

/** The directory user that a person chose; it must not be another resource of the same application already. */
async function chosenMatch(
  deps: ActionDeps,
  organizationId: string,
  sourceApplicationId: string,
  directoryUserId: string,
): Promise<Match> {
  const [user, links] = isId(directoryUserId)
    ? await Promise.all([
        findDirectoryUser(deps.database.reader, organizationId, directoryUserId),
        findOpenLinks(deps.database.reader, organizationId, directoryUserId),
      ])
    : [undefined, []];
  if (user === undefined || links.some((link) => link.sourceApplicationId === sourceApplicationId)) {
    throw new RollcallError("conflict.candidate_unknown");
  }
  return { kind: "match", directoryUserId, owning: !links.some((link) => link.owning) };
}

async function ignore(
  deps: ActionDeps,
  organizationId: string,
  link: NonNullable<Awaited<ReturnType<typeof findConflictLink>>>,
  actor: string,
): Promise<Provisioned> {
  const now = deps.now();
  const facts = {
    newId: deps.newId,
    now,
    actor,
    sourceApplicationId: link.sourceApplicationId,
    scimId: link.resourceId,
    externalId: null,
    exchangeId: null,
  };
  await deps.writer.write({
    organizationId,
    sourceApplicationId: link.sourceApplicationId,
    resourceType: "User",
    exchangeId: null,
    now,
    resource: undefined,
    link: { before: link, after: { ...link, state: "ignored" } },
    directoryUser: undefined,
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: eventsFrom([{ type: "user.ignored", outcome: "applied" }], facts),
  });
  return { outcome: "applied", reason: undefined };
}
