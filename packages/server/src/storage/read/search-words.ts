import { foldCase } from "@rollcall/scim/filter/compare-values.ts";

const maxWords = 8;

/** What a search adds to a list's statement: conditions over `d.search_text`, and their values. */
export interface SearchConditions {
  readonly sql: string;
  readonly patterns: readonly string[];
}

/**
 * Makes one condition for each word, so that the trigram index can serve each.
 *
 * @param firstParameter the number of the first of their parameters
 */
export function searchConditions(search: string | undefined, firstParameter: number): SearchConditions {
  const patterns = searchPatterns(search);
  const sql = patterns.map((_, index) => `and d.search_text like $${firstParameter + index}`).join(" ");
  return { sql, patterns };
}

/**
 * Turns what somebody typed into patterns that must all match a search text: one for each of the first eight words,
 * folded, with what LIKE would read escaped.
 */
function searchPatterns(search: string | undefined): string[] {
  const words = foldCase(search ?? "").split(/\s/u);
  return words
    .filter((word) => word !== "")
    .slice(0, maxWords)
    .map((word) => `%${word.replaceAll("\\", "\\\\").replaceAll("%", "\\%").replaceAll("_", "\\_")}%`);
}
