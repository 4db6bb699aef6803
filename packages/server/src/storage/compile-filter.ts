import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import type { ResolvedComparison, ResolvedFilter, ResolvedValuePath } from "@rollcall/scim/filter/resolved-filter.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type FilterContext, placeInColumns } from "./compile-filter/column-places.ts";
import { compileComparison, negated } from "./compile-filter/comparison.ts";
import { memberPlace, membershipElements, placeInMemberships } from "./compile-filter/membership-places.ts";
import type { Place } from "./compile-filter/place.ts";
import { elementsInSearchable, placeInElement, placeInSearchable } from "./compile-filter/searchable-places.ts";

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
  return compile(filter, context, (target) => findPlace(target, context));
}

/**
 * Compiles what stands in the brackets of `members[…]` to an SQL condition over `group_memberships m`; for the rest as
 * `compileFilter` does.
 *
 * @throws {ScimError} invalidFilter for more than 100 comparisons and presence tests
 */
export function compileMemberFilter(filter: ResolvedFilter, context: FilterContext): string {
  checkTerms(filter);
  return compile(filter, context, (target) => memberPlace(target, context));
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

function compile(filter: ResolvedFilter, context: FilterContext, find: FindPlace): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return `(${filter.terms.map((term) => compile(term, context, find)).join(` ${filter.kind} `)})`;
    case "not":
      return negated(compile(filter.term, context, find));
    case "present":
      return find(filter.target).present;
    case "comparison":
      return compileComparison(find(filter.target), filter, context.parameters);
    case "valuePath":
      return compileValuePath(filter, context);
  }
}

function findPlace(target: AttributeTarget, context: FilterContext): Place {
  const elements = membershipElements(target, context);
  if (elements !== undefined) return placeInMemberships(elements, target);
  return placeInColumns(target, context) ?? placeInSearchable(target);
}

function compileValuePath({ target, inner }: ResolvedValuePath, context: FilterContext): string {
  const elements = membershipElements(target, context);
  if (elements !== undefined) {
    return `exists (select from ${elements.rows} and ${compile(inner, context, elements.place)})`;
  }
  if (!target.attribute.multiValued) {
    // A complex attribute is its own only element: its sub-attributes are found as without brackets.
    const inside = compile(inner, context, (innerTarget) => findPlace(innerTarget, context));
    return `(${findPlace(target, context).present} and ${inside})`;
  }
  const inside = compile(inner, context, (innerTarget) => placeInElement(innerTarget, "element.json"));
  const someElement = `exists (select from ${elementsInSearchable(target, "element (json)")} where ${inside})`;
  const candidates = keyedTerm(inner, context);
  if (candidates === undefined) return someElement;
  // By their keys an index finds the few resources of which the elements are looked at.
  return `(${compileComparison(findPlace(candidates.target, context), candidates, context.parameters)} and ${someElement})`;
}

/** A term that every element sought fulfils, and that an index serves for the whole resource. */
function keyedTerm(inner: ResolvedFilter, context: FilterContext): ResolvedComparison | undefined {
  const terms = inner.kind === "and" ? inner.terms : [inner];
  return terms.find(
    (term): term is ResolvedComparison =>
      term.kind === "comparison" && term.operator === "eq" && findPlace(term.target, context).equals !== undefined,
  );
}
