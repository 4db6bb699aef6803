import { changeEvents, nextVersion, revised } from "../domain/directory-user-change.ts";
import { RollcallError } from "../domain/errors.ts";
import { findPeopleDisabledBySource } from "../storage/read/deprovisioning-policies.ts";
import { findDirectoryUser } from "../storage/read/open-links.ts";
import type { ActionDeps } from "./action-deps.ts";
import { writeDirectoryUser } from "./administer-directory-user.ts";
import { decideAgain } from "./decide-again.ts";

const page = 200;

/**
 * Applies a toggle that went on to those whom the application's source had deactivated before: they go to the recycle
 * bin. People disabled by an administrator's hold alone stay as they are.
 *
 * @returns how many went
 * @throws {RollcallError} deprovisioning_policy.toggle_off
 */
export async function applyPolicyToDisabled(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  actor: string,
): Promise<number> {
  const { organizationId, id } = application;
  const compiled = await deps.settings.application(id);
  if (compiled?.policy.deleteDeactivatedUsers !== true) throw new RollcallError("deprovisioning_policy.toggle_off");
  let binned = 0;
  for (;;) {
    const people = await findPeopleDisabledBySource(deps.database.lists, organizationId, id, page);
    for (const person of people) {
      await decideAgain(async () => {
        const before = await findDirectoryUser(deps.database.reader, organizationId, person);
        if (before === undefined || before.status !== "disabled" || before.sourceActive !== false) return;
        if (before.protection !== null || before.legalHold !== null) return;
        const now = deps.now();
        const after = nextVersion(before, revised(before, { binnedBy: "source", binnedAt: now }, now), now);
        const events = changeEvents(before, after, "applied", "the toggle was applied to those disabled before");
        await writeDirectoryUser(deps, organizationId, before, after, events, actor);
        binned += 1;
      });
    }
    if (people.length < page) return binned;
  }
}
