import { foldCase } from "@rollcall/scim/filter/compare-values.ts";

const maxWords = 8;

/**
 * Turns what somebody typed into patterns that must all match a search text: one for each of the first eight words,
 * folded, with what LIKE would read escaped.
 */
export function searchPatterns(search: string | undefined): string[] {
  const words = foldCase(search ?? "").split(/\s/u);
  return words
    .filter((word) => word !== "")
    .slice(0, maxWords)
    .map((word) => `%${word.replaceAll("\\", "\\\\").replaceAll("%", "\\%").replaceAll("_", "\\_")}%`);
}
