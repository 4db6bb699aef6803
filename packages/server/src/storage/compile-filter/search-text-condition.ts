import { comparedAttribute, type ResolvedComparison } from "@rollcall/scim/filter/resolved-filter.ts";
import type { Place } from "./place.ts";
import type { SqlParameters } from "./sql-text.ts";

/** The index is one of three characters each. */
const leastCharacters = 3;

const positiveOperators: ReadonlySet<string> = new Set(["eq", "co", "sw", "ew"]);

/** Tells whether all that a comparison finds have its literal in their search text (search-text.ts). */
export function isInSearchText({ target, operator, value }: ResolvedComparison, { form }: Place): boolean {
  if (typeof value !== "string" || !positiveOperators.has(operator)) return false;
  if (form !== "json" && form !== "key") return false;
  if (target.extension === undefined && target.attribute.name === "schemas") return false;
  const { type } = comparedAttribute(target);
  if (type !== "string" && type !== "reference") return false;
  return Array.from(value).length >= leastCharacters;
}

/** SQL that a resource `r` fulfils when it has a text in its search text, and that the trigram index serves. */
export function searchTextCondition(text: string, parameters: SqlParameters): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("%", "\\%").replaceAll("_", "\\_");
  return `r.search_text like ${parameters.add(`%${escaped}%`, "text")}`;
}
