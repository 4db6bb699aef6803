import type { organizationHealthRoutes } from "@rollcall/admin-api/organization-health.ts";
import { applicationHealth, healthDot } from "../../domain/application-health.ts";
import { type CallSeries, listCallSeries, listHealthFacts } from "../../storage/read/application-health.ts";
import { countDirectory } from "../../storage/read/directory-counts.ts";
import { listOrganizations } from "../../storage/read/organizations.ts";
import { presentSeries } from "./application-health.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const organizationHealthHandlers: HandlersOf<typeof organizationHealthRoutes> = {
  getOrganizationOverview: async ({ deps, organizationId }) => {
    const { lists } = deps.database;
    const now = deps.now();
    const [facts, counts] = await Promise.all([
      listHealthFacts(lists, [organizationId], now),
      countDirectory(lists, organizationId),
    ]);
    const ids = facts.map(({ sourceApplicationId }) => sourceApplicationId);
    const series = await listCallSeries(lists, organizationId, ids, now);
    const health = facts.map((one) => applicationHealth(one, now));
    const inState = (state: string): number => health.filter((one) => one.state === state).length;
    const { groups, ...people } = counts;
    return {
      health: healthDot(health),
      people,
      groups,
      conflicts: facts.reduce((total, { conflicts }) => total + conflicts, 0),
      held: facts.reduce((total, { held }) => total + held, 0),
      applications: {
        waiting: inState("waiting"),
        flowing: inState("flowing"),
        observing: inState("observing"),
        paused: inState("paused"),
        refusing: inState("refusing"),
        failing: inState("failing"),
      },
      calls: presentSeries([...series.byApplication.values()].reduce(added, series.none)),
    };
  },
  listOrganizationHealth: async ({ deps, principal, query }) => {
    const { after, limit } = listParameters("organization-health", query);
    const { lists } = deps.database;
    const now = deps.now();
    const page = await listOrganizations(lists, principal.organizationIds, null, after, limit);
    const ids = page.items.map(({ id }) => id);
    const facts = Map.groupBy(await listHealthFacts(lists, ids, now), ({ organizationId }) => organizationId);
    return presentPage("organization-health", page, ({ id }) => {
      const health = (facts.get(id) ?? []).map((one) => applicationHealth(one, now));
      return {
        organizationId: id,
        health: healthDot(health),
        failing: health.filter(({ state }) => state === "failing").length,
        attention: health.filter(({ attention }) => attention).length,
      };
    });
  },
};

function added(one: CallSeries, other: CallSeries): CallSeries {
  const sums = (name: "answered" | "refused" | "failed") =>
    one[name].map((count, at) => count + (other[name][at] ?? 0));
  return { since: one.since, answered: sums("answered"), refused: sums("refused"), failed: sums("failed") };
}
