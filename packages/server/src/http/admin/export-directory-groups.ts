import type { ListPage } from "../../domain/list-cursor.ts";
import { listDirectoryGroupMembers } from "../../storage/read/directory-group-members.ts";
import { type DirectoryGroupFilter, listDirectoryGroups } from "../../storage/read/directory-groups.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { formatRow } from "./export-directory-users.ts";
import { textOf } from "./present-values.ts";

const pageSize = 500;

/** Writes the directory groups that a filter lists as CSV (RFC 4180), page after page. */
export async function* exportDirectoryGroups(
  deps: AdminDeps,
  organizationId: string,
  filter: DirectoryGroupFilter,
): AsyncIterable<string> {
  yield formatRow(["id", "status", "displayName", "provisionedMembers"]);
  const read = (after: readonly string[]) =>
    listDirectoryGroups(deps.database.lists, organizationId, filter, after[0] ?? null, pageSize);
  yield* pages(read, ({ id, status, attributes, provisionedMembers }) => [
    id,
    status,
    textOf(attributes, "displayName") ?? "",
    String(provisionedMembers),
  ]);
}

/** Writes the members of a directory group as CSV, those that are provisioned and not effective too. */
export async function* exportDirectoryGroupMembers(
  deps: AdminDeps,
  organizationId: string,
  directoryGroupId: string,
): AsyncIterable<string> {
  yield formatRow(["type", "id", "userName", "displayName", "email", "status", "provisioned", "effective"]);
  const read = (after: readonly string[]) =>
    listDirectoryGroupMembers(deps.database.lists, organizationId, directoryGroupId, { all: true }, after, pageSize);
  yield* pages(read, ({ type, id, attributes, status, provisioned, effective }) => [
    type,
    id ?? "",
    textOf(attributes, "userName") ?? "",
    textOf(attributes, "displayName") ?? "",
    textOf(attributes, "email") ?? "",
    status ?? "",
    String(provisioned),
    String(effective),
  ]);
}

async function* pages<Item>(
  read: (after: readonly string[]) => Promise<ListPage<Item>>,
  cells: (item: Item) => string[],
): AsyncIterable<string> {
  for (let after: readonly string[] | undefined = []; after !== undefined; ) {
    const page: ListPage<Item> = await read(after);
    yield page.items.map((item) => formatRow(cells(item))).join("");
    after = page.next;
  }
}
