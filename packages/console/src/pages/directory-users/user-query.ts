import type { DirectoryUserStatus } from "@rollcall/admin-api/directory-users.ts";

/** The parameters of the list's address. */
export interface UserSearch {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly incomplete?: string | undefined;
  readonly flag?: string | undefined;
  readonly sort?: string | undefined;
}

const statuses: ReadonlySet<string> = new Set<DirectoryUserStatus>(["enabled", "disabled", "binned"]);

/** What the server is asked for an address: what it does not know is left out. */
export function queryOf(search: UserSearch) {
  return { ...filtersOf(search), ...(search.sort === "userName" ? { sort: "userName" as const } : {}) };
}

function filtersOf({ q, status, source, incomplete, flag }: UserSearch) {
  return {
    ...(q === undefined ? {} : { search: q }),
    ...(status !== undefined && statuses.has(status) ? { status: status as DirectoryUserStatus } : {}),
    ...(source === undefined ? {} : { sourceApplicationId: source }),
    ...(incomplete === undefined ? {} : { incomplete: incomplete === "true" }),
    ...(flag === undefined ? {} : { flagged: flag === "true" }),
  };
}

/** Whether the address narrows the list at all. */
export function narrows(search: UserSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0;
}

/** Where the CSV of these people is. */
export function exportAddress(organizationId: string, search: UserSearch): string {
  const query = new URLSearchParams(Object.entries(filtersOf(search)).map(([name, value]) => [name, String(value)]));
  return `/api/v1/organizations/${organizationId}/directory-users/export.csv${query.size === 0 ? "" : `?${query}`}`;
}
