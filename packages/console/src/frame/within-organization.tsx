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
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500 });
  const found = list.data?.pages.flatMap((page) => page.items).find((organization) => organization.slug === slug);
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
  if (list.isPending || list.hasNextPage) {
    if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    return <Loading />;
  }
  return <NotFound />;
}
