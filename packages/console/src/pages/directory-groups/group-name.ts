import type { DirectoryGroup } from "@rollcall/admin-api/directory-groups.ts";

/** What a group is called: its name, or its id while it has none. */
export function groupName({ displayName, id }: Pick<DirectoryGroup, "displayName" | "id">): string {
  return displayName ?? id;
}
