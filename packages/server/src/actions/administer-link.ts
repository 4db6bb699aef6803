import { changeEvents, nextVersion, revised } from "../domain/directory-user-change.ts";
import { RollcallError } from "../domain/errors.ts";
import { mergeValues } from "../domain/merge-values.ts";
import { unlinked } from "../domain/own-link.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import { decideByWords } from "../domain/status-rule.ts";
import { noValues } from "../domain/update-linked-user.ts";
import { findOpenLinks } from "../storage/read/open-links.ts";
import { findUserContext, type OtherResource } from "../storage/read/user-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";
import { givenByOthers, provisionUser } from "./provision-user.ts";
import type { Provisioned } from "./provisioned.ts";

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Moves the ownership of a person to the link of this resource: its source drives status and bin from now on and its
 * values come first, by the same steps that its next write would take.
 *
 * @throws {RollcallError} link.not_found; link.owning: it owns the person already
 */
export async function ownPerson(
  deps: ActionDeps,
  application: Application,
  resourceId: string,
  actor: string,
): Promise<Provisioned> {
  return decideAgain(async () => {
    const { context, directoryUser, links } = await foundLink(deps, application, resourceId);
    if (context.link.owning) throw new RollcallError("link.owning", "This link owns its directory user already");
    const compiled = await deps.settings.application(application.id);
    const formerOwner = links.find((link) => link.owning);
    if (compiled === undefined) throw new RollcallError("link.not_found");
    return provisionUser(
      deps,
      // A person's decision is in force at once, as everything is that an administrator does by hand.
      { application: { ...compiled, mode: "live" }, exchangeId: null },
      {
        resourceId,
        resource: undefined,
        version: context.version,
        after: context.resource,
        externalId: resourceKeys(context.resource).externalId,
        link: context.link,
        directoryUser,
        others: context.others.map((other) => disownedOther(other, directoryUser)),
        owns: true,
        formerOwner,
        actor,
      },
    );
  });
}

/**
 * Says that a resource is not this person: its values and memberships end, a person decides whom it concerns, and no
 * write of its source links it again. Where it was the person's only link, the person stays as it is.
 *
 * @throws {RollcallError} link.not_found; link.owning: others are linked to the person, too
 */
export async function unlinkPerson(
  deps: ActionDeps,
  application: Application,
  resourceId: string,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<Provisioned> {
  const { organizationId, id } = application;
  return decideAgain(async () => {
    const { context, directoryUser: before, links } = await foundLink(deps, application, resourceId);
    const { link } = context;
    if (link.owning && links.length > 1) throw new RollcallError("link.owning");
    const now = deps.now();
    const others = await givenByOthers(deps, context.others, before);
    const { statusRule = "owner", precedence } = (await deps.settings.organization(organizationId)) ?? {};
    const attributes = link.owning
      ? before.attributes
      : mergeValues(before.attributes, [...others, { from: id, values: noValues }], now, precedence);
    // The last link of a person goes, and the person stays.
    const words = links.length === 1 ? undefined : decideByWords(statusRule, before, others);
    const after = revised(before, { attributes, ...words?.facts }, now);
    await deps.writer.write({
      organizationId,
      sourceApplicationId: id,
      resourceType: "User",
      exchangeId: null,
      now,
      resource: undefined,
      link: { before: link, after: unlinked(link, before.id) },
      directoryUser: { before, after: nextVersion(before, after, now) },
      directoryGroup: undefined,
      memberships: undefined,
      directoryMembers: undefined,
      decidedOn: { resourceId, resourceVersion: context.version },
      claim: undefined,
      flagged: [],
      events: eventsFrom(
        [
          ...changeEvents(before, after, "applied", reason),
          { type: "user.unlinked", outcome: "applied", directoryUserId: before.id, reason },
        ],
        {
          newId: deps.newId,
          now,
          actor,
          sourceApplicationId: id,
          scimId: resourceId,
          externalId: resourceKeys(context.resource).externalId,
          exchangeId: null,
        },
      ),
    });
    return { outcome: "applied", reason: undefined };
  });
}

/** What the owner says of the status is that source's own word from now on. */
function disownedOther(other: OtherResource, { sourceActive }: DirectoryUser): OtherResource {
  return other.owning ? { ...other, owning: false, sourceActive } : other;
}

async function foundLink(deps: ActionDeps, { organizationId, id }: Application, resourceId: string) {
  const context = await findUserContext(deps.database.reader, organizationId, id, resourceId);
  const directoryUser = context?.directoryUser;
  if (context === undefined || directoryUser === undefined || context.link.state !== "linked") {
    throw new RollcallError("link.not_found");
  }
  const links = await findOpenLinks(deps.database.reader, organizationId, directoryUser.id);
  return { context, directoryUser, links };
}
