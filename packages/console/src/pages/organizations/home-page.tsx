import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { Navigate } from "@tanstack/react-router";
import { lastOrganization } from "../../api/organization.ts";
import { useMe } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { BarePage } from "../../components/bare-page.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** The start: leads to the organization that was last looked at, or to the first one. */
export function HomePage() {
  const me = useMe();
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500 });
  if (list.isError) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return null;
  const organizations = list.data.pages[0]?.items ?? [];
  const last = lastOrganization();
  const found = organizations.find(({ slug }) => slug === last) ?? organizations[0];
  if (found !== undefined) return <Navigate to="/o/$slug/apps" params={{ slug: found.slug }} replace />;
  const mayCreate = me.role === "owner" && me.wholeInstallation;
  return (
    <BarePage>
      <EmptyState
        title="No organization yet"
        action={mayCreate && <LinkButton to="/organizations/new">New organization</LinkButton>}
      >
        {mayCreate
          ? "An organization is one customer's directory with the applications that push to it."
          : "You see none any more. Ask whoever invited you which one you belong to."}
      </EmptyState>
    </BarePage>
  );
}
