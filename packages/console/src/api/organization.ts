import type { Organization } from "@rollcall/admin-api/organizations.ts";
import { createContext, useContext } from "react";

/** The organization whose pages are shown. */
export const OrganizationContext = createContext<Organization | undefined>(undefined);

/** The organization that the address names. */
export function useOrganization(): Organization {
  const organization = useContext(OrganizationContext);
  if (organization === undefined) throw new Error("this page stands outside an organization");
  return organization;
}

const lastKey = "rollcall-organization";

/** The slug of the organization that was last looked at in this browser. */
export function lastOrganization(): string | null {
  return localStorage.getItem(lastKey);
}

/** Keeps which organization is looked at, so that the next visit begins there. */
export function rememberOrganization(slug: string): void {
  localStorage.setItem(lastKey, slug);
}
