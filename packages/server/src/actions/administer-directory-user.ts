import {
  type ByHand,
  deleteByHand,
  disableByHand,
  enableByHand,
  restoreByHand,
} from "../domain/administer-directory-user.ts";
import { changeEvents } from "../domain/directory-user-change.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import { RollcallError } from "../domain/errors.ts";
import { isId } from "../domain/id.ts";
import { findDirectoryUser, findOpenLinks } from "../storage/read/open-links.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";
import { provisionUser } from "./provision-user.ts";
import type { Provisioned } from "./provisioned.ts";
import { resourceKeys } from "../domain/resource-keys.ts";

/** Who changes a person by hand, and why. */
export interface Administration {
  /** `api-key:` with the key's id. */
  readonly actor: string;
  readonly reason: string;
  /** When an override ends by itself, ISO 8601; null or left out: never. */
  readonly expiresAt?: string | null;
}

/** Disables a person by hand. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const disableDirectoryUser = byHand((user, _linked, by) => disableByHand(user, by));

/** Enables a person by hand. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const enableDirectoryUser = byHand((user, _linked, by) => enableByHand(user, by));

/** Takes a person out of the bin. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const restoreDirectoryUser = byHand(restoreByHand);

/** Puts a person into the bin. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const deleteDirectoryUser = byHand((user, _linked, by) => deleteByHand(user, by));

type Change = (user: DirectoryUser, linked: boolean, by: ByHand) => DirectoryUser;

function byHand(change: Change) {
  return async (
    deps: ActionDeps,
    organizationId: string,
    directoryUserId: string,
    administration: Administration,
  ): Promise<DirectoryUser> =>
    decideAgain(async () => {
      const { directoryUser: before, links } = await foundDirectoryUser(deps, organizationId, directoryUserId);
      const now = deps.now();
      const { actor, reason, expiresAt = null } = administration;
      const linked = links.some((link) => link.owning);
      const after = change(before, linked, { reason, by: actor, at: now, expiresAt });
      const events = changeEvents(before, after, "applied", reason);
      await writeDirectoryUser(deps, organizationId, before, after, events, actor);
      return after;
    });
}

/** Writes a directory user that no resource's change is behind, with its events. */
export async function writeDirectoryUser(
  deps: ActionDeps,
  organizationId: string,
  before: DirectoryUser | undefined,
  after: DirectoryUser,
  events: readonly EventDraft[],
  actor: string,
): Promise<void> {
  await deps.writer.write(changeOfUser(deps, organizationId, before, after, events, actor));
}

/** The change of a directory user that no resource's change is behind. */
export function changeOfUser(
  deps: ActionDeps,
  organizationId: string,
  before: DirectoryUser | undefined,
  after: DirectoryUser,
  events: readonly EventDraft[],
  actor: string,
): ProvisionedChange {
  const now = deps.now();
  const facts = {
    newId: deps.newId,
    now,
    actor,
    sourceApplicationId: null,
    scimId: null,
    externalId: null,
    exchangeId: null,
  };
  return {
    organizationId,
    sourceApplicationId: null,
    resourceType: "User",
    exchangeId: null,
    now,
    resource: undefined,
    link: undefined,
    directoryUser: { before, after },
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    claim: undefined,
    flagged: [],
    events: eventsFrom(events, facts),
  };
}

/**
 * Brings a person back to what its owning source says: the values are mapped anew and an override ends. A hold and a
 * deletion by an administrator stay: they are lifted by enabling and restoring.
 *
 * @throws RollcallError directory_user.not_found, directory_user.not_linked
 */
export async function reapplyFromSource(
  deps: ActionDeps,
  organizationId: string,
  directoryUserId: string,
  actor: string,
): Promise<Provisioned> {
  return decideAgain(async () => {
    const { links } = await foundDirectoryUser(deps, organizationId, directoryUserId);
    const owning = links.find((link) => link.owning);
    const application = owning && (await deps.settings.application(owning.sourceApplicationId));
    const context =
      owning &&
      (await findUserContext(deps.database.reader, organizationId, owning.sourceApplicationId, owning.resourceId));
    if (application === undefined || context?.directoryUser === undefined) {
      throw new RollcallError("directory_user.not_linked");
    }
    return provisionUser(
      deps,
      { application, exchangeId: null },
      {
        resourceId: context.id,
        resource: undefined,
        version: context.version,
        after: context.resource,
        externalId: resourceKeys(context.resource).externalId,
        link: context.link,
        directoryUser: { ...context.directoryUser, override: null },
        withoutOverrides: true,
        others: context.others,
        actor,
      },
    );
  });
}

/** @throws RollcallError directory_user.not_found */
export async function foundDirectoryUser(deps: ActionDeps, organizationId: string, id: string) {
  const [directoryUser, links] = isId(id)
    ? await Promise.all([
        findDirectoryUser(deps.database.reader, organizationId, id),
        findOpenLinks(deps.database.reader, organizationId, id),
      ])
    : [undefined, []];
  if (directoryUser === undefined) throw new RollcallError("directory_user.not_found");
  return { directoryUser, links };
}
