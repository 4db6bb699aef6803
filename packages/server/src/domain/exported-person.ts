import { foldCase, prepareText } from "@rollcall/scim/filter/compare-values.ts";
import type { Problem } from "./errors.ts";
import type { ExportColumns, KeyAttribute } from "./export-columns.ts";

/** One person of an export, as the file has them: column -> text. */
export interface ExportRecord {
  /** 1-based: of CSV the line where it ends, of a JSON list which person. */
  readonly place: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** An export whose columns are known and whose records are still to be read, once. */
export interface OpenedExport {
  readonly format: "csv" | "json";
  /** Of CSV. */
  readonly delimiter: string | null;
  readonly columns: readonly string[];
  readonly records: AsyncIterable<ExportRecord>;
}

/** One person of an export, ready to be compared. */
export interface ExportedPerson {
  /** Folded: what the person is found by. */
  readonly key: string;
  /** Where in the file: a line of CSV, or which person of a JSON list. */
  readonly place: number;
  /** Null: the export does not say. */
  readonly active: boolean | null;
  /** Directory attribute, or the key's -> text; empty where the export has nothing. */
  readonly attributes: Readonly<Record<string, string>>;
}

const longestKey = 500;
const longestValue = 4_000;

/** What sources write for somebody who may sign in; lower case. */
const activeWords: ReadonlySet<string> = new Set(
  "active,enabled,true,yes,1,provisioned,recovery,password_expired,password expired,locked_out,locked out".split(","),
);
const inactiveWords: ReadonlySet<string> = new Set(
  "inactive,disabled,false,no,0,suspended,deprovisioned,deactivated,staged,deleted,terminated,blocked".split(","),
);

/** Folds a value as the key of a person, so that the same person has the same key wherever it stands. */
export function foldKey(attribute: KeyAttribute, text: string): string {
  return attribute === "externalId" ? prepareText(text, true) : foldCase(text);
}

/** Reads a record of an export by its columns: the person, or what is wrong with the record. */
export function readExportedPerson(
  format: OpenedExport["format"],
  { place, cells }: ExportRecord,
  { key, status, compared }: ExportColumns,
): ExportedPerson | Problem {
  const problem = (column: string, detail: string): Problem => ({ where: whereIs(format, place, column), detail });
  const cell = (column: string): string => (cells.get(column) ?? "").trim();
  const named = cell(key.column);
  if (named === "") return problem(key.column, "expected what the person is found by, found nothing");
  if (named.length > longestKey) {
    return problem(key.column, `expected at most ${longestKey} characters, found ${named.length}`);
  }
  const active = status === null ? null : readStatus(cell(status.column), status.active);
  if (active === undefined) {
    const found = cell(status?.column ?? "").slice(0, 60);
    return problem(
      status?.column ?? "",
      `expected a status such as active, suspended, true or false, found ${found === "" ? "nothing" : `"${found}"`}`,
    );
  }
  const attributes: Record<string, string> = { [key.attribute]: named };
  for (const { column, attribute } of compared) {
    const text = cell(column);
    if (text.includes("\u0000") || !text.isWellFormed()) {
      return problem(column, "expected text without U+0000 and lone surrogates");
    }
    attributes[attribute] = text.slice(0, longestValue);
  }
  if (named.includes("\u0000") || !named.isWellFormed()) {
    return problem(key.column, "expected text without U+0000 and lone surrogates");
  }
  return { key: foldKey(key.attribute, named), place, active, attributes };
}

/** Where something stands in a file. */
export function whereIs(format: OpenedExport["format"], place: number, column: string): string {
  return format === "csv" ? `line ${place}, column "${column}"` : `person ${place}, "${column}"`;
}

/** @param active what means active, lower case; null for the words that sources are known to write */
function readStatus(text: string, active: readonly string[] | null): boolean | undefined {
  const word = text.toLowerCase();
  if (active !== null) return active.includes(word);
  if (activeWords.has(word)) return true;
  return inactiveWords.has(word) ? false : undefined;
}
