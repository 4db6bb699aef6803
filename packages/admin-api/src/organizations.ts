import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { Domain, exactly, Id, Name, page, pageQuery } from "./values.ts";

export const Organization = exactly({
  id: Id,
  name: Name,
  slug: Type.String({ description: "The name for addresses: lower-case letters, digits and hyphens; unique." }),
});
export type Organization = Static<typeof Organization>;

/** The domains that an organization declares as its own; no more than 500. */
export const DomainList = exactly({ domains: Type.Array(Domain, { maxItems: 500 }) });
export type DomainList = Static<typeof DomainList>;

export const organizationRoutes = defineRoutes({
  listOrganizations: {
    method: "GET",
    path: "/organizations",
    summary: "Lists the organizations that the key sees.",
    permission: "read",
    query: exactly({
      slug: Type.Optional(Type.String({ maxLength: 200, description: "Only the one with this slug." })),
      ...pageQuery(500),
    }),
    answer: page(Organization),
  },
  createOrganization: {
    method: "POST",
    path: "/organizations",
    summary: "Creates an organization.",
    permission: "change",
    installation: true,
    body: exactly({ name: Name }),
    status: 201,
    answer: Organization,
  },
  getOrganization: {
    method: "GET",
    path: "/organizations/{organizationId}",
    summary: "Reads an organization.",
    permission: "read",
    answer: Organization,
  },
  changeOrganization: {
    method: "PATCH",
    path: "/organizations/{organizationId}",
    summary: "Renames an organization; its slug and its addresses stay.",
    permission: "change",
    body: exactly({ name: Name }),
    answer: Organization,
  },
  getOrganizationDomains: {
    method: "GET",
    path: "/organizations/{organizationId}/domains",
    summary: "Reads the domains that the organization declares as its own.",
    permission: "read",
    answer: DomainList,
  },
  putOrganizationDomains: {
    method: "PUT",
    path: "/organizations/{organizationId}/domains",
    summary: "Replaces the organization's own domains; one that goes also leaves every application's share.",
    permission: "change",
    body: DomainList,
    answer: DomainList,
  },
});
