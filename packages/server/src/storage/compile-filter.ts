import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import type { ResolvedComparison, ResolvedFilter, ResolvedValuePath } from "@rollcall/scim/filter/resolved-filter.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type FilterContext, placeInColumns } from "./compile-filter/column-places.ts";
import { compileComparison, negated } from "./compile-filter/comparison.ts";
import { findAccess, termsOf } from "./compile-filter/find-access.ts";
import { memberPlace, membershipElements, placeInMemberships } from "./compile-filter/membership-places.ts";
import type { Place } from "./compile-filter/place.ts";
import { isInSearchText, searchTextCondition } from "./compile-filter/search-text-condition.ts";
import { elementsInSearchable, placeInElement, placeInSearchable } from "./compile-filter/searchable-places.ts";
import { sqlParameters } from "./compile-filter/sql-text.ts";

export type { FilterContext } from "./compile-filter/column-places.ts";

/** Comparisons and presence tests in one filter. */
export const maxFilterTerms = 100;

/**
 * Compiles a filter to an SQL condition over `provisioned_resources r`, with the meaning that evaluate-filter.ts gives it
 * in memory; null counts as false. In the statement that it becomes part of, `$1` is the
 * organization, `$2` the source application, and the filter's values come after the parameters that are there already.
 *
 * Filters that differ only in their values become the same text.
 *
 * @throws {ScimError} invalidFilter for more than 100 comparisons and presence tests
 */
export function compileFilter(filter: ResolvedFilter, context: FilterContext): string {
  checkTerms(filter);
  return compile(filter, context, (target) => findPlace(target, context), true);
}

/**
 * Compiles what stands in the brackets of `members[…]` to an SQL condition over `group_memberships m`; for the rest as
 * `compileFilter` does.
 *
 * @throws {ScimError} invalidFilter for more than 100 comparisons and presence tests
 */
export function compileMemberFilter(filter: ResolvedFilter, context: FilterContext): string {
  checkTerms(filter);
  return compile(filter, context, (target) => memberPlace(target, context), false);
}

function checkTerms(filter: ResolvedFilter): void {
  const terms = countTerms(filter);
  if (terms > maxFilterTerms) {
    throw new ScimError("invalidFilter", `filter: expected at most ${maxFilterTerms} terms, found ${terms}`);
  }
}

function countTerms(filter: ResolvedFilter): number {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.terms.reduce((sum, term) => sum + countTerms(term), 0);
    case "not":
      return countTerms(filter.term);
    case "valuePath":
      return countTerms(filter.inner);
    default:
      return 1;
  }
}

/** Finds the place of a target: of the whole resource, or in brackets of one element. */
type FindPlace = (target: AttributeTarget) => Place;

/**
 * @param narrowed adds to each comparison of a text what its resource has in the search text, so that an index finds
 *   the few candidates; false where that would find none, or not all of them
 */
function compile(filter: ResolvedFilter, context: FilterContext, find: FindPlace, narrowed: boolean): string {
  switch (filter.kind) {
    case "and": {
      if (filter.terms.length === 0) return "true";
      // Beside a key the trigram index only costs, and makes another statement of what is prepared.
      const narrow = narrowed && accessOf(filter, context) === "search";
      return `(${filter.terms.map((term) => compile(term, context, find, narrow)).join(" and ")})`;
    }
    case "or": {
      if (filter.terms.length === 0) return "false";
      const narrow = narrowed && accessOf(filter, context) === "search";
      return `(${filter.terms.map((term) => compile(term, context, find, narrow)).join(" or ")})`;
    }
    case "not":
      return negated(compile(filter.term, context, find, false));
    case "present":
      return find(filter.target).present;
    case "comparison": {
      const narrow = narrowed && accessOf(filter, context) === "search";
      const candidates = narrow ? [searchTextCondition(String(filter.value), context.parameters)] : [];
      return allOf([...candidates, compileComparison(find(filter.target), filter, context.parameters)]);
    }
    case "valuePath":
      return compileValuePath(filter, context, narrowed);
  }
}

function allOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? String(conditions[0]) : `(${conditions.join(" and ")})`;
}

function accessOf(filter: ResolvedFilter, context: FilterContext) {
  return findAccess(filter, (target) => probePlace(target, context));
}

/** The place of a target to be asked about, and not for a statement: its values are not sent. */
function probePlace(target: AttributeTarget, context: FilterContext): Place {
  return findPlace(target, { ...context, parameters: sqlParameters([]) });
}

function findPlace(target: AttributeTarget, context: FilterContext): Place {
  const elements = membershipElements(target, context);
  if (elements !== undefined) return placeInMemberships(elements, target);
  return placeInColumns(target, context) ?? placeInSearchable(target);
}

function compileValuePath(filter: ResolvedValuePath, context: FilterContext, narrowed: boolean): string {
  const { target, inner } = filter;
  const elements = membershipElements(target, context);
  if (elements !== undefined) {
    return `exists (select from ${elements.rows} and ${compile(inner, context, elements.place, false)})`;
  }
  if (!target.attribute.multiValued) {
    // A complex attribute is its own only element: its sub-attributes are found as without brackets.
    const inside = compile(inner, context, (innerTarget) => findPlace(innerTarget, context), narrowed);
    return `(${findPlace(target, context).present} and ${inside})`;
  }
  // An index finds the few resources of which the elements are looked at.
  const candidates = elementCandidates(filter, context, narrowed);
  const inside = compile(inner, context, (innerTarget) => placeInElement(innerTarget, "element.json"), false);
  const someElement = `exists (select from ${elementsInSearchable(target, "element (json)")} where ${inside})`;
  return allOf([...candidates, someElement]);
}

/** What every resource with an element sought fulfils, and an index serves: its key, else all its texts. */
function elementCandidates(filter: ResolvedValuePath, context: FilterContext, narrowed: boolean): string[] {
  const comparisons = termsOf(filter).filter((term): term is ResolvedComparison => term.kind === "comparison");
  const keyed = comparisons.find(
    (term) => term.operator === "eq" && probePlace(term.target, context).equals !== undefined,
  );
  if (keyed !== undefined) {
    return [compileComparison(findPlace(keyed.target, context), keyed, context.parameters)];
  }
  if (!narrowed) return [];
  return comparisons
    .filter((term) => isInSearchText(term, probePlace(term.target, context)))
    .map((term) => searchTextCondition(String(term.value), context.parameters));
}
