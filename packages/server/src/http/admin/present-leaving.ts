import type { Leaving as Presented } from "@rollcall/admin-api/directory-users.ts";
import type { DirectoryUser, Hold, Leaving } from "../../domain/directory-user.ts";
import { nextStep, stepWaitsFor } from "../../domain/leaver-ladder.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** Where a leaver stands, as the admin API tells it. */
export async function presentLeaving(
  deps: AdminDeps,
  organizationId: string,
  user: DirectoryUser,
  leaving: Leaving,
  named: (stopped: Hold) => NonNullable<Presented["stopped"]>,
): Promise<Presented> {
  const names = await findApplicationNames(deps.database.lists, organizationId, [leaving.from]);
  return {
    from: { id: leaving.from, displayName: names.get(leaving.from) ?? null },
    ladder: leaving.ladder,
    since: leaving.since,
    next: nextStep(leaving),
    waitsFor: stepWaitsFor(user) ?? null,
    stopped: leaving.stopped && named(leaving.stopped),
    outOfGroups: leaving.outOfGroups,
  };
}
