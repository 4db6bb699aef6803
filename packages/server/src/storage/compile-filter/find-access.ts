import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import type { ResolvedComparison, ResolvedFilter, ResolvedValuePath } from "@rollcall/scim/filter/resolved-filter.ts";
import type { Place } from "./place.ts";
import { isInSearchText } from "./search-text-condition.ts";

/**
 * How an index finds all that a filter may find: by a `key`, which few have, or by the text that the `search` text
 * contains; `none` where no index does.
 */
export type Access = "key" | "search" | "none";

/** Finds the access of a filter; `find` gives the place of a target in the whole resource. */
export function findAccess(filter: ResolvedFilter, find: (target: AttributeTarget) => Place): Access {
  switch (filter.kind) {
    case "and":
      return best(filter.terms.map((term) => findAccess(term, find)));
    case "or":
      return worst(filter.terms.map((term) => findAccess(term, find)));
    case "comparison":
      return accessOfComparison(filter, find(filter.target));
    case "valuePath":
      return best(termsOf(filter).map((term) => findAccess(term, find)));
    default:
      return "none";
  }
}

/** What holds of an element sought, one by one. */
export function termsOf({ inner }: ResolvedValuePath): readonly ResolvedFilter[] {
  return inner.kind === "and" ? inner.terms : [inner];
}

function accessOfComparison(filter: ResolvedComparison, place: Place): Access {
  if (hasKey(filter, place)) return "key";
  return isInSearchText(filter, place) ? "search" : "none";
}

function hasKey({ operator }: ResolvedComparison, { form, equals }: Place): boolean {
  if (operator === "eq") return equals !== undefined || form === "uuid" || form === "key";
  return operator === "sw" && form === "key";
}

function best(accesses: readonly Access[]): Access {
  if (accesses.includes("key")) return "key";
  return accesses.includes("search") ? "search" : "none";
}

function worst(accesses: readonly Access[]): Access {
  if (accesses.length === 0 || accesses.includes("none")) return "none";
  return accesses.includes("search") ? "search" : "key";
}
