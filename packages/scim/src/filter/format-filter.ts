import { formatAttributeName } from "../attribute-path/format-attribute-name.ts";
import type { Filter } from "./filter.ts";

/**
 * Writes a filter as text that `parseFilter` reads back to the same tree, with the fewest parentheses.
 *
 * @example
 * formatFilter(parseFilter('(username EQ "a")')); // 'username eq "a"'
 */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case "or":
      return filter.terms
        .map((term) => (term.kind === "or" ? `(${formatFilter(term)})` : formatFilter(term)))
        .join(" or ");
    case "and":
      return filter.terms.map(formatAndTerm).join(" and ");
    case "not":
      return `not (${formatFilter(filter.term)})`;
    case "present":
      return `${formatAttributeName(filter.name)} pr`;
    case "valuePath":
      return `${formatAttributeName(filter.name)}[${formatFilter(filter.filter)}]`;
    case "comparison":
      return `${formatAttributeName(filter.name)} ${filter.operator} ${filter.text ?? JSON.stringify(filter.value)}`;
  }
}

function formatAndTerm(term: Filter): string {
  const text = formatFilter(term);
  return term.kind === "or" || term.kind === "and" ? `(${text})` : text;
}
