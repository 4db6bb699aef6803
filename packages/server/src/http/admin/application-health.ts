import type {
  ApplicationHealth,
  applicationHealthRoutes,
  CallSeries as PresentedSeries,
} from "@rollcall/admin-api/application-health.ts";
import { applicationChecklist } from "../../domain/application-checklist.ts";
import { applicationHealth, type LastCall } from "../../domain/application-health.ts";
import { clientName } from "../../domain/client-name.ts";
import { RollcallError } from "../../domain/errors.ts";
import {
  type ApplicationHealthFacts,
  type CallSeries,
  findHealthFacts,
  listCallSeries,
  listHealthFacts,
} from "../../storage/read/application-health.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const applicationHealthHandlers: HandlersOf<typeof applicationHealthRoutes> = {
  getApplicationHealth: async ({ deps, application }) => {
    const facts = await factsOf(deps, application);
    const now = deps.now();
    const series = await listCallSeries(deps.database.reader, application.organizationId, [application.id], now);
    return present(facts, series.byApplication.get(application.id) ?? series.none, now);
  },
  listApplicationHealth: async ({ deps, organizationId }) => {
    const now = deps.now();
    const all = await listHealthFacts(deps.database.lists, [organizationId], now);
    const ids = all.map(({ sourceApplicationId }) => sourceApplicationId);
    const { none, byApplication } = await listCallSeries(deps.database.lists, organizationId, ids, now);
    const items = all.map((facts) => present(facts, byApplication.get(facts.sourceApplicationId) ?? none, now));
    return { items, nextCursor: null };
  },
  getChecklist: async ({ deps, application }) => {
    const { calls } = await factsOf(deps, application);
    const { complete, steps, problems } = applicationChecklist(calls, deps.now());
    return { complete, steps: [...steps], problems: [...problems] };
  },
};

async function factsOf(deps: AdminDeps, { organizationId, id }: SourceApplicationFacts) {
  const facts = await findHealthFacts(deps.database.reader, organizationId, id, deps.now());
  if (facts === undefined) throw new RollcallError("source_application.not_found");
  return facts;
}

function present(facts: ApplicationHealthFacts, calls: CallSeries, now: string): ApplicationHealth {
  const { sourceApplicationId, conflicts, held, tokenExpiresAt } = facts;
  const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
  return {
    sourceApplicationId,
    ...applicationHealth(facts, now),
    lastCall: facts.calls?.last === undefined ? null : presentLastCall(facts.calls.last),
    calls: presentSeries(calls),
    errors: sum(calls.refused) + sum(calls.failed),
    conflicts,
    held,
    tokenExpiresAt,
  };
}

function presentLastCall(last: LastCall): NonNullable<ApplicationHealth["lastCall"]> {
  return { ...last, client: clientName(last.userAgent) };
}

export function presentSeries({ since, answered, refused, failed }: CallSeries): PresentedSeries {
  return { since, answered: [...answered], refused: [...refused], failed: [...failed] };
}
