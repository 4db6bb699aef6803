import type { AttributeName } from "../attribute-path/attribute-name.ts";

/** The comparison operators of RFC 7644 section 3.4.2.2; `pr` is a node of its own. */
export const comparisonOperators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** A literal as it was written; a word without quotes is a string (AMB-05). */
export type FilterLiteral = null | boolean | number | string;

/**
 * A filter as it was written, not yet held against a resource type (RFC 7644 section 3.4.2.2). Every node is frozen.
 * `resolveFilter` turns it into a `ResolvedFilter`, which is what is evaluated and compiled.
 */
export type Filter = AndFilter | OrFilter | NotFilter | ComparisonFilter | PresentFilter | ValuePathFilter;

/** True when every term is; two terms or more, in the order written. */
export interface AndFilter {
  readonly kind: "and";
  readonly terms: readonly Filter[];
}

/** True when a term is; two terms or more, in the order written. */
export interface OrFilter {
  readonly kind: "or";
  readonly terms: readonly Filter[];
}

export interface NotFilter {
  readonly kind: "not";
  readonly term: Filter;
}

export interface ComparisonFilter {
  readonly kind: "comparison";
  readonly name: AttributeName;
  readonly operator: ComparisonOperator;
  readonly value: FilterLiteral;
  /** The number as it was written, where that says more than `String(value)`: `1.0`, `12345678901234567890`. */
  readonly text: string | undefined;
}

/** `name pr`: the attribute has a value. */
export interface PresentFilter {
  readonly kind: "present";
  readonly name: AttributeName;
}

/**
 * `emails[type eq "work"]`: one and the same element fulfils the whole inner filter, whose names are sub-attributes.
 * `emails[type eq "work"].value eq "x"` (AMB-04) is read as `emails[type eq "work" and value eq "x"]`.
 */
export interface ValuePathFilter {
  readonly kind: "valuePath";
  readonly name: AttributeName;
  readonly filter: Filter;
}
