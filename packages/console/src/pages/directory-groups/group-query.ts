import type { DirectoryGroup } from "@rollcall/admin-api/directory-groups.ts";

/** The parameters of the list's address. */
export interface GroupSearch {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly sort?: string | undefined;
}

/** What the server is asked for an address: by name unless the address says otherwise; what it does not know is left out. */
export function queryOf(search: GroupSearch) {
  return { ...filtersOf(search), sort: search.sort === "created" ? ("created" as const) : ("name" as const) };
}

function filtersOf({ q, status, source }: GroupSearch) {
  const known: DirectoryGroup["status"] | undefined = status === "active" || status === "binned" ? status : undefined;
  return {
    ...(q === undefined ? {} : { search: q }),
    ...(known === undefined ? {} : { status: known }),
    ...(source === undefined ? {} : { sourceApplicationId: source }),
  };
}

/** Whether the address narrows the list at all. */
export function narrows({ q, status, source }: GroupSearch): boolean {
  return q !== undefined || status !== undefined || source !== undefined;
}

/** Where the CSV of these groups is. */
export function exportAddress(organizationId: string, search: GroupSearch): string {
  const query = new URLSearchParams(filtersOf(search));
  return `/api/v1/organizations/${organizationId}/directory-groups/export.csv${query.size === 0 ? "" : `?${query}`}`;
}
