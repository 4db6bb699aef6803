import { Center } from "@mantine/core";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { Outlet, useParams } from "@tanstack/react-router";
import { OrganizationContext, rememberOrganization } from "../api/organization.ts";
import { usePages } from "../api/use-answer.ts";
import { Refusal } from "../components/refusal.tsx";
import { Loading, NotFound } from "./fallbacks.tsx";

/** Finds the organization that the address names by its slug. */
export function WithinOrganization() {
  const { slug } = useParams({ from: "/signed-in/o/$slug" });
  const list = usePages(organizationRoutes.listOrganizations, { query: { slug } }, { limit: 1 });
  const found = list.data?.pages[0]?.items[0];
  if (found !== undefined) {
    rememberOrganization(slug);
    return (
      <OrganizationContext value={found}>
        <Outlet />
      </OrganizationContext>
    );
  }
  if (list.isError) {
    return (
      <Center mih="60vh" p="lg">
        <Refusal error={list.error} onRetry={() => void list.refetch()} />
      </Center>
    );
  }
  return list.isPending ? <Loading /> : <NotFound />;
}
