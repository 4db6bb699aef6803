import { expireOverride } from "../domain/administer-directory-user.ts";
import { changeEvents } from "../domain/directory-user-change.ts";
import { findDirectoryUser } from "../storage/read/open-links.ts";
import { findExpiredOverrides } from "../storage/read/expired-overrides.ts";
import { writeDirectoryUser } from "./administer-directory-user.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";

/** Ends the overrides whose time has come: what the source says is in force again. */
export async function expireOverrides(deps: ActionDeps): Promise<void> {
  for (const { organizationId, id } of await findExpiredOverrides(deps.database.reader, deps.now())) {
    await decideAgain(async () => {
      const before = await findDirectoryUser(deps.database.reader, organizationId, id);
      const after = before && expireOverride(before, deps.now());
      if (before === undefined || after === undefined) return;
      const events = changeEvents(before, after, "applied", "the override expired");
      await writeDirectoryUser(deps, organizationId, before, after, events, "expiry");
    });
  }
}
