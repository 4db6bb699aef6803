import Type, { type Static } from "typebox";
import { CallSeries } from "./application-health.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, page, pageQuery } from "./values.ts";

export const HealthDot = Type.Enum(["flowing", "attention", "failing", "off"], {
  description: "The worst of the applications; off where none has called yet.",
});
export type HealthDot = Static<typeof HealthDot>;

const count = Type.Integer();

export const OrganizationOverview = exactly({
  health: HealthDot,
  people: exactly({
    enabled: count,
    disabled: count,
    binned: count,
    incomplete: Type.Integer({ description: "Of all of them." }),
  }),
  groups: count,
  conflicts: Type.Integer({ description: "Each application counts 1,000 at most." }),
  held: Type.Integer({ description: "Each application counts 1,000 at most." }),
  applications: exactly({
    waiting: count,
    flowing: count,
    observing: count,
    paused: count,
    refusing: count,
    failing: count,
  }),
  calls: CallSeries,
});
export type OrganizationOverview = Static<typeof OrganizationOverview>;

export const OrganizationHealth = exactly({
  organizationId: Id,
  health: HealthDot,
  failing: Type.Integer({ description: "Applications that fail." }),
  attention: Type.Integer({ description: "Applications that somebody should look at." }),
});
export type OrganizationHealth = Static<typeof OrganizationHealth>;

export const organizationHealthRoutes = defineRoutes({
  getOrganizationOverview: {
    method: "GET",
    path: "/organizations/{organizationId}/overview",
    summary:
      "Reads what an organization's first page shows: counts of people, applications by state, calls of 24 hours.",
    permission: "read",
    answer: OrganizationOverview,
  },
  listOrganizationHealth: {
    method: "GET",
    path: "/organization-health",
    summary: "Lists how the organizations are that the key sees, in the order of listOrganizations.",
    permission: "read",
    query: exactly(pageQuery(500)),
    answer: page(OrganizationHealth),
  },
});
