import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import type { Mapping, MappingRule, RuleSource, SentMapping } from "@rollcall/admin-api/mappings.ts";

export type SectionName = "users" | "groups";

/** Where a row takes its value from. */
export type SourceKind = "paths" | "constant" | "expression";

/** One row of the page while it is being edited. */
export interface DraftRow {
  /** Of this visit: what React and the check's answers know the row by. */
  readonly key: string;
  /** Empty until one is chosen. */
  readonly attribute: string;
  readonly kind: SourceKind;
  /** Kept while another kind is chosen, so that nothing that was typed is lost. */
  readonly paths: readonly string[];
  /** The constant as JSON or bare text, or the expression. */
  readonly text: string;
  readonly required: boolean;
  readonly apply: MappingRule["apply"];
  readonly whenMissing: MappingRule["whenMissing"];
  /** What stands for nothing, as it is typed; kept while something else is chosen. */
  readonly defaultText: string;
  readonly merge: boolean;
}

/** How a row applies: everything of it beside its attribute and its source. */
export type DraftManner = Pick<DraftRow, "apply" | "whenMissing" | "defaultText" | "merge">;

export interface MappingDraft {
  readonly version: number;
  readonly users: readonly DraftRow[];
  readonly groups: readonly DraftRow[];
}

/** The saved mapping as rows. */
export function draftOf({ version, users, groups }: Mapping): MappingDraft {
  const rows = (rules: readonly MappingRule[]) =>
    rules.map(({ attribute, source, required, apply, whenMissing, default: given, merge }) => ({
      key: attribute,
      attribute,
      ...partsOf(source),
      required,
      apply,
      whenMissing,
      defaultText: textOf(given),
      merge,
    }));
  return { version, users: rows(users), groups: rows(groups) };
}

function partsOf({ paths, constant, expression }: RuleSource): Pick<DraftRow, "kind" | "paths" | "text"> {
  if (expression !== undefined) return { kind: "expression", paths: [""], text: expression };
  if (constant === undefined) return { kind: "paths", paths: paths ?? [""], text: "" };
  return { kind: "constant", paths: [""], text: textOf(constant) };
}

/** A value as somebody types it. */
function textOf(value: RuleSource["constant"]): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const asUsual = { apply: "always", whenMissing: "clear", defaultText: "", merge: false } as const satisfies DraftManner;

let made = 0;

/** A row to be filled in. */
export function newRow(attribute = "", path = ""): DraftRow {
  made += 1;
  return { key: `new ${made}`, attribute, kind: "paths", paths: [path], text: "", required: false, ...asUsual };
}

/** A path as it is stored: pasted from JSON it may have backslashes before its quotation marks. */
export function tidyPath(typed: string): string {
  return typed.trim().replaceAll('\\"', '"');
}

/** Whether a row can be sent. */
export function isFilledIn({ attribute, kind, paths, text }: DraftRow): boolean {
  if (attribute === "") return false;
  return kind === "paths" ? paths.some((path) => path.trim() !== "") : text.trim() !== "";
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
export function sentOf(draft: MappingDraft, attributes: readonly DirectoryAttribute[]): SentDraft {
  const types = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const users = sentRows(draft.users, types);
  const groups = sentRows(draft.groups, types);
  return {
    mapping: { version: draft.version, users: users.rules, groups: groups.rules },
    places: { users: users.places, groups: groups.places },
  };
}

function sentRows(rows: readonly DraftRow[], types: ReadonlyMap<string, DirectoryAttribute>) {
  const filled = rows.filter(isFilledIn).map((row) => ({
    row,
    indexes: row.paths.flatMap((path, index) => (path.trim() === "" ? [] : [index])),
  }));
  return {
    rules: filled.map(({ row, indexes }) => ({
      attribute: row.attribute,
      source: sourceOf(row, indexes, types.get(row.attribute)),
      apply: row.apply,
      whenMissing: row.whenMissing,
      ...(row.whenMissing === "default" && row.defaultText.trim() !== ""
        ? { default: constantOf(row.defaultText, types.get(row.attribute)) }
        : {}),
      merge: row.merge,
    })),
    places: filled.map(({ row, indexes }): Place => ({ rowKey: row.key, paths: indexes })),
  };
}

function sourceOf(row: DraftRow, indexes: readonly number[], attribute: DirectoryAttribute | undefined): RuleSource {
  if (row.kind === "paths") return { paths: indexes.map((index) => tidyPath(row.paths[index] ?? "")) };
  return row.kind === "expression" ? { expression: row.text.trim() } : { constant: constantOf(row.text, attribute) };
}

/** Text is typed as it is; a boolean, a number and a list as JSON writes them. */
function constantOf(typed: string, attribute: DirectoryAttribute | undefined): NonNullable<RuleSource["constant"]> {
  if (attribute === undefined || (!attribute.multiValued && !["boolean", "number"].includes(attribute.type))) {
    return typed.trim();
  }
  try {
    return (JSON.parse(typed) as RuleSource["constant"]) ?? typed;
  } catch {
    // The server says what it expects.
    return typed.trim();
  }
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
