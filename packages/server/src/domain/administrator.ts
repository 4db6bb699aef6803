import { type Principal, type Role, sees } from "./principal.ts";

/** Somebody who signs in to the console. */
export interface Administrator {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly wholeInstallation: boolean;
  /** Empty for the whole installation. */
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly secondFactor: boolean;
  readonly lastSignedInAt: string | null;
  readonly createdAt: string;
}

/** What an administrator may do, and where. */
export interface AdministratorScope {
  readonly role: Role;
  readonly wholeInstallation: boolean;
  readonly organizationIds: readonly string[];
}

/** Tells whether a principal sees that an administrator is there: they share an organization. */
export function seesAdministrator(principal: Principal, other: Administrator): boolean {
  if (principal.organizationIds === null) return true;
  return !other.wholeInstallation && other.organizations.some(({ id }) => sees(principal, id));
}

/**
 * Tells whether a principal may give this scope, or change somebody who has it: owners give all, administrators only
 * what they have themselves, and nobody else makes an owner.
 */
export function mayGive(principal: Principal, scope: AdministratorScope): boolean {
  if (principal.organizationIds === null) return principal.role === "owner" || scope.role !== "owner";
  return scope.role !== "owner" && !scope.wholeInstallation && scope.organizationIds.every((id) => sees(principal, id));
}
