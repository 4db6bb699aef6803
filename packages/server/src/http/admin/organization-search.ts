import type { organizationSearchRoutes } from "@rollcall/admin-api/organization-search.ts";
import { searchApplications, searchGroups, searchPeople } from "../../storage/read/organization-search.ts";
import type { HandlersOf } from "./handler.ts";
import { textOf } from "./present-values.ts";

export const organizationSearchHandlers: HandlersOf<typeof organizationSearchRoutes> = {
  searchOrganization: async ({ deps, organizationId, query }) => {
    const { q = "" } = query;
    // What is only blanks finds nothing, not everything.
    if (q.trim() === "") return { applications: [], people: [], groups: [] };
    const { lists } = deps.database;
    const [applications, people, groups] = await Promise.all([
      searchApplications(lists, organizationId, q),
      searchPeople(lists, organizationId, q),
      searchGroups(lists, organizationId, q),
    ]);
    return {
      applications: [...applications],
      people: people.map(({ id, attributes, status }) => ({
        id,
        userName: textOf(attributes, "userName"),
        displayName: textOf(attributes, "displayName"),
        email: textOf(attributes, "email"),
        status,
      })),
      groups: groups.map(({ id, attributes, status }) => ({
        id,
        displayName: textOf(attributes, "displayName"),
        status,
      })),
    };
  },
};
