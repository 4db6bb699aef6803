import type { Mapping, MappingRule, SentMapping } from "@rollcall/admin-api/mappings.ts";

export type SectionName = "users" | "groups";

/** One row of the page while it is being edited. */
export interface DraftRow {
  /** Of this visit: what React and the check's answers know the row by. */
  readonly key: string;
  /** Empty until one is chosen. */
  readonly attribute: string;
  readonly paths: readonly string[];
  readonly required: boolean;
}

export interface MappingDraft {
  readonly version: number;
  readonly users: readonly DraftRow[];
  readonly groups: readonly DraftRow[];
}

/** The saved mapping as rows. */
export function draftOf({ version, users, groups }: Mapping): MappingDraft {
  const rows = (rules: readonly MappingRule[]) =>
    rules.map(({ attribute, source, required }) => ({ key: attribute, attribute, paths: source.paths, required }));
  return { version, users: rows(users), groups: rows(groups) };
}

let made = 0;

/** A row to be filled in. */
export function newRow(attribute = "", path = ""): DraftRow {
  made += 1;
  return { key: `new ${made}`, attribute, paths: [path], required: false };
}

/** A path as it is stored: pasted from JSON it may have backslashes before its quotation marks. */
export function tidyPath(typed: string): string {
  return typed.trim().replaceAll('\\"', '"');
}

/** Whether a row can be sent. */
export function isFilledIn({ attribute, paths }: DraftRow): boolean {
  return attribute !== "" && paths.some((path) => path.trim() !== "");
}

/** Where a part of what is sent stands on the page. */
export interface Place {
  readonly rowKey: string;
  /** Of each path that is sent: its index in the row. */
  readonly paths: readonly number[];
}

export interface SentDraft {
  readonly mapping: SentMapping;
  readonly places: { readonly users: readonly Place[]; readonly groups: readonly Place[] };
}

/** What can be sent of a draft: rows and paths that are still empty are left out. */
export function sentOf(draft: MappingDraft): SentDraft {
  const users = sentRows(draft.users);
  const groups = sentRows(draft.groups);
  return {
    mapping: { version: draft.version, users: users.rules, groups: groups.rules },
    places: { users: users.places, groups: groups.places },
  };
}

function sentRows(rows: readonly DraftRow[]) {
  const filled = rows.filter(isFilledIn).map((row) => ({
    row,
    indexes: row.paths.flatMap((path, index) => (path.trim() === "" ? [] : [index])),
  }));
  return {
    rules: filled.map(({ row, indexes }) => ({
      attribute: row.attribute,
      source: { paths: indexes.map((index) => tidyPath(row.paths[index] ?? "")) },
    })),
    places: filled.map(({ row, indexes }): Place => ({ rowKey: row.key, paths: indexes })),
  };
}

/** A path to be mapped, and what its values are. */
export interface MappablePath {
  readonly path: string;
  /** As SCIM calls it. */
  readonly type: string;
  readonly multiValued: boolean;
}

/** The last name of a path: `badge` of `urn:example:hr:1.0:Person:badge`. */
export function lastNameOf(path: string): string {
  const bare = path.replaceAll(/\[[^\]]*\]/g, "");
  return bare.slice(Math.max(bare.lastIndexOf(":"), bare.lastIndexOf(".")) + 1);
}
