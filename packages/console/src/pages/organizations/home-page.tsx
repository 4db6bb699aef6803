import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { Navigate } from "@tanstack/react-router";
import { lastOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { Refusal } from "../../components/refusal.tsx";

/** The start: leads to the organization that was last looked at, or to the first one. */
export function HomePage() {
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500 });
  if (list.isError) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  const organizations = list.data?.pages[0]?.items ?? [];
  const last = lastOrganization();
  const found = organizations.find(({ slug }) => slug === last) ?? organizations[0];
  if (found !== undefined) return <Navigate to="/o/$slug/apps" params={{ slug: found.slug }} replace />;
  return null;
}
