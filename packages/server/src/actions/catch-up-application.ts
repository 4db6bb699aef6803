import type { Link } from "../domain/link.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findApplicationLinks, findDirectoryUser, findOpenLink, type LinkRow } from "../storage/read/open-links.ts";
import { findDirectoryGroup, findGroupContext, findNewGroupContext } from "../storage/read/group-contexts.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import { releaseMembershipExceptions } from "../storage/write/membership-exceptions.ts";
import { finishApplication } from "../storage/write/unfinished-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { provisionGroup } from "./provision-group.ts";
import { provisionUser } from "./provision-user.ts";

const page = 200;

/**
 * Brings the directory to the final state of an application that went live again: every resource whose effect was
 * computed and not in force is decided again on today's resource, then its memberships come into force. Works from what
 * the database says is left, so that it can be interrupted and repeated.
 */
export async function catchUpApplication(deps: ActionDeps, application: CompiledApplication): Promise<void> {
  const { organizationId, id } = application;
  // Users before groups: a group's members are effective only once their people are there.
  for (const type of ["User", "Group"]) {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const links = await findApplicationLinks(deps.database.reader, organizationId, id, "held", after, page);
      for (const link of links) {
        if (link.resourceType === type) await decideAgain(() => catchUp(deps, application, link.resourceId));
      }
      if (links.length < page) break;
      after = links.at(-1)?.resourceId ?? after;
    }
  }
  const releasing = 1_000;
  while (
    (await releaseMembershipExceptions(deps.database.pool, organizationId, id, releasing, deps.now())) === releasing
  );
  await finishApplication(deps.database.pool, organizationId, id, "catching-up", deps.now());
}

async function catchUp(deps: ActionDeps, application: CompiledApplication, resourceId: string): Promise<void> {
  const link = await findOpenLink(deps.database.reader, application.organizationId, application.id, resourceId);
  // The source's next write, or another node, may have brought it into force.
  if (link === undefined || !link.held) return;
  if (link.resourceType === "Group") await catchUpGroup(deps, application, link);
  else await catchUpUser(deps, application, link);
}

async function catchUpUser(deps: ActionDeps, application: CompiledApplication, link: LinkRow): Promise<void> {
  const { reader } = deps.database;
  const { organizationId } = application;
  const context = await findUserContext(reader, organizationId, application.id, link.resourceId);
  const gone = context === undefined;
  await provisionUser(
    deps,
    { application, exchangeId: null },
    {
      resourceId: link.resourceId,
      resource: undefined,
      version: context?.version,
      after: context?.resource,
      externalId: gone ? (link.closedExternalId ?? null) : resourceKeys(context.resource).externalId,
      link: context?.link ?? link,
      directoryUser: gone ? await linkedUser(deps, organizationId, link) : context.directoryUser,
      others: context?.others ?? [],
    },
  );
}

async function linkedUser(deps: ActionDeps, organizationId: string, link: Link) {
  return link.directoryId === null
    ? undefined
    : findDirectoryUser(deps.database.reader, organizationId, link.directoryId);
}

async function catchUpGroup(deps: ActionDeps, application: CompiledApplication, link: LinkRow): Promise<void> {
  const { reader } = deps.database;
  const { organizationId } = application;
  const context = await findGroupContext(reader, organizationId, application.id, link.resourceId);
  const keys =
    context === undefined
      ? { externalId: link.closedExternalId ?? null, nameKey: link.closedNameKey ?? null }
      : resourceKeys(context.resource);
  const undecided = context !== undefined && context.link.directoryId === null;
  await provisionGroup(
    deps,
    { application, exchangeId: null },
    {
      resourceId: link.resourceId,
      resource: undefined,
      after: context?.resource,
      externalId: keys.externalId,
      nameKey: keys.nameKey,
      link: context?.link ?? link,
      directoryGroup:
        context === undefined && link.directoryId !== null
          ? await findDirectoryGroup(reader, organizationId, link.directoryId)
          : context?.directoryGroup,
      members: undefined,
      newGroup: undecided
        ? await findNewGroupContext(reader, organizationId, application.id, keys.externalId, keys.nameKey)
        : undefined,
      ...(context === undefined ? {} : { decidedOn: context }),
    },
  );
}
