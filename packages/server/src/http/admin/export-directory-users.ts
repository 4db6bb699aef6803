import type { JsonValue } from "@rollcall/scim/resource.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { type DirectoryUserFilter, listDirectoryUsers } from "../../storage/read/directory-users.ts";
import type { AdminDeps } from "./admin-deps.ts";

const pageSize = 500;

/**
 * Writes the directory users that a filter lists as CSV (RFC 4180), page after page: id, status, then each attribute.
 * Several values of one attribute stand in one cell with ";" between.
 */
export async function* exportDirectoryUsers(
  deps: AdminDeps,
  organizationId: string,
  filter: DirectoryUserFilter,
): AsyncIterable<string> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  const names = [...directoryUserAttributes, ...custom].map(({ name }) => name).filter((name) => name !== "active");
  yield formatRow(["id", "status", ...names]);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDirectoryUsers>> = await listDirectoryUsers(
      deps.database.lists,
      organizationId,
      filter,
      after,
      pageSize,
    );
    yield page.items.map((user) => formatRow(rowOf(user, names))).join("");
    after = page.next?.[0] ?? null;
  } while (after !== null);
}

function rowOf(user: DirectoryUser, names: readonly string[]): string[] {
  const cells = names.map((name) => formatValue(user.attributes[name]?.value ?? null));
  return [user.id, user.status, ...cells];
}

/** A value as it stands in a cell: several with ";" between. */
export function formatValue(value: JsonValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map(formatValue).join(";");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Values as the cells of a line. */
export function formatCells(values: readonly JsonValue[]): string[] {
  return values.map(formatValue);
}

/** One line of CSV (RFC 4180). */
export function formatRow(cells: readonly string[]): string {
  return `${cells.map(formatCell).join(",")}\r\n`;
}

/** A cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function formatCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
