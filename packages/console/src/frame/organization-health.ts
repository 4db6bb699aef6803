import { type OrganizationHealth, organizationHealthRoutes } from "@rollcall/admin-api/organization-health.ts";
import { usePages } from "../api/use-answer.ts";

/** How the organizations are, by their ids: asked for each half minute while somebody looks. */
export function useOrganizationHealth(enabled = true): ReadonlyMap<string, OrganizationHealth> {
  const list = usePages(organizationHealthRoutes.listOrganizationHealth, {}, { limit: 500, every: 30_000, enabled });
  return new Map((list.data?.pages ?? []).flatMap((page) => page.items).map((one) => [one.organizationId, one]));
}

/** How an organization is, in words. */
export function healthInWords(health: OrganizationHealth | undefined): string {
  if (health === undefined) return "not known yet";
  const { failing, attention } = health;
  if (health.health === "failing") return `${failing} ${failing === 1 ? "application fails" : "applications fail"}`;
  if (health.health === "attention")
    return `${attention} ${attention === 1 ? "application needs" : "applications need"} a look`;
  return health.health === "flowing" ? "everything flows" : "no application has called yet";
}
