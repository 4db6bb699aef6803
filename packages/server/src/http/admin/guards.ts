import type { Guard as Presented, guardRoutes } from "@rollcall/admin-api/guards.ts";
import { saveGuard } from "../../actions/save-guard.ts";
import { defaultGuard, guardLimits } from "../../domain/guard.ts";
import { countDepartures, countEnabledPeople } from "../../storage/read/guard-counts.ts";
import { countHeldChanges } from "../../storage/read/held-changes.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import { findGuard } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const guardHandlers: HandlersOf<typeof guardRoutes> = {
  getGuard: async ({ deps, application }) => present(deps, application),
  putGuard: async ({ deps, application, body }) => {
    await saveGuard(deps, application, body);
    return present(deps, application);
  },
};

async function present(deps: AdminDeps, { organizationId, id }: SourceApplicationFacts): Promise<Presented> {
  const { lists } = deps.database;
  const [saved, used, people, held] = await Promise.all([
    findGuard(lists, organizationId, id),
    countDepartures(lists, organizationId, id, deps.now()),
    countEnabledPeople(lists, organizationId, id),
    countHeldChanges(lists, organizationId, id),
  ]);
  const guard = { ...defaultGuard, ...saved };
  return { ...guard, limits: guardLimits(guard, people + used.departures), used, held };
}
