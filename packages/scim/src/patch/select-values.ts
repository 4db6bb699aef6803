import type { Filter } from "../filter/filter.ts";
import { compileElementTest, type FilterTest } from "../filter/evaluate-filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { coerceAttributeValue } from "../schema/coerce-value.ts";
import { type PatchState, spendElements } from "./patch-state.ts";

/** The elements of an attribute that a path's filter selects, and how to make one that it would. */
export interface Selection {
  /** All elements; a singular complex value counts as the only one. */
  readonly elements: readonly JsonValue[];
  readonly isSelected: FilterTest;
}

/** Selects the elements of an attribute's value by the filter in the brackets of a path. */
export function selectValues(state: PatchState, current: JsonValue | undefined, filter: ResolvedFilter): Selection {
  const elements = current === undefined ? [] : Array.isArray(current) ? current : [current];
  spendElements(state, elements.length + 1);
  return { elements, isSelected: compileElementTest(filter) };
}

/**
 * Makes the element that a filter describes by equality alone: `{ type: "work" }` of `type eq "work"`, so that an
 * operation on values that do not exist yet can create them (AMB-10).
 *
 * @returns undefined when the filter says anything but `eq` joined by `and`: then it does not say what to create
 */
export function elementFromFilter(
  state: PatchState,
  attribute: Attribute,
  filter: Filter,
  where: string,
): JsonObject | undefined {
  const element: JsonObject = {};
  const terms = filter.kind === "and" ? filter.terms : [filter];
  for (const term of terms) {
    if (term.kind !== "comparison" || term.operator !== "eq") return undefined;
    const subAttribute = attribute.subAttributes.get((term.name.attribute ?? "").toLowerCase());
    if (subAttribute === undefined) return undefined;
    const isText = subAttribute.type === "string" || subAttribute.type === "reference";
    const literal = isText && term.value !== null ? (term.text ?? String(term.value)) : term.value;
    const value = coerceAttributeValue(subAttribute, literal, `${where}.${subAttribute.name}`, state.notes);
    if (value !== undefined) element[subAttribute.name] = value;
  }
  return element;
}
