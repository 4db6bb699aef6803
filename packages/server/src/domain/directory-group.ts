import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { DirectoryValues } from "./directory-user.ts";

/** A group of an organization's directory. Its members are computed from memberships, not kept here. */
export interface DirectoryGroup {
  readonly id: string;
  readonly attributes: DirectoryValues;
  readonly status: "active" | "binned";
  readonly binnedAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** The folded name, by which groups are listed, and the text that a search looks through. */
export function directoryGroupKeys(attributes: DirectoryValues): { nameKey: string | null; searchText: string } {
  const name = attributes["displayName"]?.value;
  const nameKey = typeof name === "string" ? foldCase(name) : null;
  return { nameKey, searchText: nameKey ?? "" };
}
