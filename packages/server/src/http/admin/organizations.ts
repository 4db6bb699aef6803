import type { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { createOrganization } from "../../actions/create-organization.ts";
import { renameOrganization } from "../../actions/rename-organization.ts";
import { declareDomains } from "../../actions/save-domains.ts";
import { RollcallError } from "../../domain/errors.ts";
import { listOrganizationDomains } from "../../storage/read/domains.ts";
import { findOrganization, listOrganizations } from "../../storage/read/organizations.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const organizationHandlers: HandlersOf<typeof organizationRoutes> = {
  listOrganizations: async ({ deps, principal, query }) => {
    const { after, limit } = listParameters("organizations", query);
    const page = await listOrganizations(
      deps.database.lists,
      principal.organizationIds,
      query.slug ?? null,
      after,
      limit,
    );
    return presentPage("organizations", page, (organization) => organization);
  },
  createOrganization: ({ deps, body }) => createOrganization(deps, body.name),
  getOrganization: async ({ deps, organizationId }) => {
    const organization = await findOrganization(deps.database.reader, organizationId);
    if (organization === undefined) throw new RollcallError("organization.not_found");
    return organization;
  },
  changeOrganization: ({ deps, organizationId, body }) => renameOrganization(deps, organizationId, body.name),
  getOrganizationDomains: async ({ deps, organizationId }) => ({
    domains: await listOrganizationDomains(deps.database.lists, organizationId),
  }),
  putOrganizationDomains: async ({ deps, organizationId, body }) => ({
    domains: [...(await declareDomains(deps, organizationId, body.domains))],
  }),
};
