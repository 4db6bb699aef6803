import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import { comparedAttribute } from "@rollcall/scim/filter/resolved-filter.ts";
import type { AttributeType } from "@rollcall/scim/schema/attribute.ts";
import { sortedTextLength } from "@rollcall/scim/sort/compare-resources.ts";
import { type FilterContext, isNameColumn, placeInColumns } from "./compile-filter/column-places.ts";
import { firstInMemberships, membershipElements } from "./compile-filter/membership-places.ts";
import type { Place } from "./compile-filter/place.ts";
import { chosenPlace } from "./compile-filter/searchable-places.ts";
import { instantTextLength } from "./instant-text.ts";

/** What resources of one type are sorted by, as SQL over `provisioned_resources r`. */
export interface SortKey {
  /** Null where a resource has no value. Text is `COLLATE "C"`. */
  readonly sql: string;
  readonly type: "text" | "numeric" | "boolean" | "timestamptz" | "uuid";
  /** Whether it is a column with an index that every resource of the type has a value in. */
  readonly indexed: boolean;
}

/**
 * Compiles what resources of a type are sorted by, with the meaning that compare-resources.ts gives it in memory. For
 * the parameters of the statement see `compileFilter`.
 */
export function compileSortKey(target: AttributeTarget, context: FilterContext): SortKey {
  const { form, value = "null" } = sortPlace(target, context);
  switch (form) {
    case "key":
      return { sql: value, type: "text", indexed: isNameColumn(target, context.type) };
    case "text":
      return textKey(value);
    case "uuid":
      return { sql: value, type: "uuid", indexed: false };
    case "boolean":
      return { sql: value, type: "boolean", indexed: false };
    case "instant":
      // Instants are shown in whole milliseconds: those that look the same are the same.
      return { sql: `date_trunc('milliseconds', ${value})`, type: "timestamptz", indexed: false };
    case "json":
      return jsonKey(value, comparedAttribute(target).type);
  }
}

function sortPlace(target: AttributeTarget, context: FilterContext): Place {
  const elements = membershipElements(target, context);
  if (elements !== undefined) return firstInMemberships(elements, target);
  const inColumns = placeInColumns(target, context);
  return inColumns?.single === true ? inColumns : chosenPlace(target);
}

function textKey(text: string): SortKey {
  return { sql: `(left(${text}, ${sortedTextLength}) collate "C")`, type: "text", indexed: false };
}

/** A stored value of another type counts as none. */
function jsonKey(json: string, type: AttributeType): SortKey {
  const text = `${json} #>> '{}'`;
  const when = (jsonType: string, condition: string, value: string): string =>
    `(case when jsonb_typeof(${json}) = '${jsonType}'${condition} then ${value} end)`;
  switch (type) {
    case "boolean":
      return { sql: when("boolean", "", `(${json})::boolean`), type: "boolean", indexed: false };
    case "integer":
    case "decimal":
      return { sql: when("number", "", `(${json})::numeric`), type: "numeric", indexed: false };
    case "dateTime": {
      // What instantText could not read stands there as it was sent.
      const isInstant = ` and char_length(${text}) = ${instantTextLength} and substr(${text}, 5, 1) = '-'`;
      return textKey(when("string", isInstant, text));
    }
    case "binary":
      return textKey(when("string", "", `nullif(translate(${text}, '-_=', '+/'), '')`));
    default:
      return textKey(when("string", "", `nullif(${text}, '')`));
  }
}
