import type { Link } from "../domain/link.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findDirectoryGroup, findGroupContext, findNewGroupContext } from "../storage/read/group-contexts.ts";
import type { LinkRow } from "../storage/read/open-links.ts";
import { findPersonWithSources } from "../storage/read/shared-people.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { provisionGroup } from "./provision-group.ts";
import { provisionUser } from "./provision-user.ts";

/**
 * Decides once more what the resource of a link, as it is today, does to the directory; a resource that is gone does
 * what its deletion does.
 *
 * @param actor `source`, or who approved what the guard held: it passes no guard then
 * @throws the database's error with code RC001 when another write overtook this one: decide again
 */
export async function decideLinkAgain(
  deps: ActionDeps,
  application: CompiledApplication,
  link: LinkRow,
  actor = "source",
): Promise<void> {
  if (link.resourceType === "Group") await decideGroup(deps, application, link, actor);
  else await decideUser(deps, application, link, actor);
}

async function decideUser(
  deps: ActionDeps,
  application: CompiledApplication,
  link: LinkRow,
  actor: string,
): Promise<void> {
  const { reader } = deps.database;
  const { organizationId } = application;
  const context = await findUserContext(reader, organizationId, application.id, link.resourceId);
  const gone = context === undefined;
  const person = gone ? await linkedPerson(deps, organizationId, link) : undefined;
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
      directoryUser: gone ? person?.directoryUser : context.directoryUser,
      others: (gone ? person?.sources : context.others) ?? [],
      actor,
    },
  );
}

/** Whom the resource was that is gone, and which other resources are this person. */
async function linkedPerson(deps: ActionDeps, organizationId: string, link: Link) {
  if (link.directoryId === null) return undefined;
  const found = await findPersonWithSources(deps.database.reader, organizationId, link.directoryId);
  const others = found?.sources.filter(({ sourceApplicationId }) => sourceApplicationId !== link.sourceApplicationId);
  return found && { directoryUser: found.directoryUser, sources: others };
}

async function decideGroup(
  deps: ActionDeps,
  application: CompiledApplication,
  link: LinkRow,
  actor: string,
): Promise<void> {
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
      actor,
      newGroup: undecided
        ? await findNewGroupContext(reader, organizationId, application.id, keys.externalId, keys.nameKey)
        : undefined,
      ...(context === undefined ? {} : { decidedOn: context }),
    },
  );
}
