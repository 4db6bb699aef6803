import {
  type HealthDot,
  type OrganizationHealth,
  organizationHealthRoutes,
} from "@rollcall/admin-api/organization-health.ts";
import { usePages } from "../api/use-answer.ts";

/** How all organizations are, by their ids: asked for each half minute while somebody looks. */
export function useOrganizationHealth(): ReadonlyMap<string, OrganizationHealth> {
  const list = usePages(organizationHealthRoutes.listOrganizationHealth, {}, { limit: 500, every: 30_000 });
  return new Map((list.data?.pages ?? []).flatMap((page) => page.items).map((one) => [one.organizationId, one]));
}

/** How an organization is, in words. */
export function healthInWords(health: HealthDot | undefined, failing: number): string {
  if (health === undefined) return "not known yet";
  if (health === "failing") return `${failing} ${failing === 1 ? "application fails" : "applications fail"}`;
  if (health === "attention") return "something needs a look";
  return health === "flowing" ? "everything flows" : "no application has called yet";
}
