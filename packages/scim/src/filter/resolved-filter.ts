import type { AttributeTarget } from "../attribute-path/look-up-attribute.ts";
import type { Attribute } from "../schema/attribute.ts";
import type { ComparisonOperator } from "./filter.ts";

/**
 * A filter held against a resource type: every name is an attribute, every literal has the attribute's type, every
 * operator suits it. It is what evaluate-filter.ts runs in memory and what a storage compiles to a query; the shared
 * cases in filter-cases.ts hold both to the same answers.
 *
 * What a resource lacks counts as "no value": null, "", [] and an object without a value in it. Where an attribute (or
 * its sub-attribute) is multi-valued, its values are those of all elements together, elements without the
 * sub-attribute left out:
 *
 * - `present`: there is a value.
 * - `comparison` with `ne`: no value, or some value differs (AMB-02).
 * - `comparison` with any other operator: some value fulfils it (R7644-3.4.2.2-12).
 * - `valuePath`: some element fulfils the whole of `inner`; in `inner`, a target's values are those of that one element.
 *
 * `x eq null` has become `not (x pr)` and `x ne null` has become `x pr`; `emails eq "x"` has become `emails.value eq "x"`.
 */
export type ResolvedFilter =
  | ResolvedAnd
  | ResolvedOr
  | ResolvedNot
  | ResolvedComparison
  | ResolvedPresent
  | ResolvedValuePath;

/** Holds when all terms do; of everything where there are none. */
export interface ResolvedAnd {
  readonly kind: "and";
  readonly terms: readonly ResolvedFilter[];
}

/** Holds when some term does; of nothing where there are none. */
export interface ResolvedOr {
  readonly kind: "or";
  readonly terms: readonly ResolvedFilter[];
}

export interface ResolvedNot {
  readonly kind: "not";
  readonly term: ResolvedFilter;
}

export interface ResolvedComparison {
  readonly kind: "comparison";
  readonly target: AttributeTarget;
  readonly operator: ComparisonOperator;
  /**
   * In the form in which it is compared, by the type of `comparedAttribute(target)`:
   * - string, reference: text as `comparedText` makes it; order is that of code points
   * - binary: base64 prepared by `prepareBinary` (eq and ne only)
   * - boolean (eq and ne only), integer, decimal: themselves
   * - dateTime: milliseconds since 1970, possibly with a fraction
   */
  readonly value: string | number | boolean;
}

export interface ResolvedPresent {
  readonly kind: "present";
  readonly target: AttributeTarget;
}

export interface ResolvedValuePath {
  readonly kind: "valuePath";
  /** Without a sub-attribute. Its attribute is multi-valued, or complex and then counts as its own only element. */
  readonly target: AttributeTarget;
  /**
   * The targets in it have the same extension and attribute, and the sub-attribute of the element to look at; none
   * where the elements are simple and `value` stands for the element itself.
   */
  readonly inner: ResolvedFilter;
}

/** The attribute whose type and case rule govern a comparison: the sub-attribute where there is one. */
export function comparedAttribute(target: AttributeTarget): Attribute {
  return target.subAttribute ?? target.attribute;
}
