import type { AttributeTarget } from "../attribute-path/look-up-attribute.ts";
import { compareText, parseInstant, prepareBinary } from "../filter/compare-values.ts";
import { comparedText } from "../filter/compared-text.ts";
import { comparedAttribute } from "../filter/resolved-filter.ts";
import { isObject, type JsonValue, own, type Resource } from "../resource.ts";
import type { ResolvedSort } from "./resolve-sort.ts";

/** Characters (code points) of a text that count when it is sorted: texts that begin alike so far are in the order of ids. */
export const sortedTextLength = 1_000;

/** Orders two resources: negative, zero or positive. Zero only for the same resource. */
export type ResourceOrder = (left: Resource, right: Resource) => number;

/** In the form in which it is compared; undefined where there is no value. */
type SortKey = string | number | bigint | undefined;

/**
 * Compiles a sort to a function that orders resources in canonical form, with `id` and `meta` (RFC 7644 section
 * 3.4.2.3). Of several values the primary one counts, else the first. Resources without a value come last; equal ones are
 * in the order of their ids; descending is ascending read from its end (R7644-3.4.2.3-04, ROWN-8-01).
 *
 * @example
 * users.sort(compileResourceOrder(resolveSort([userResourceType], "userName", undefined)));
 */
export function compileResourceOrder({ targets, descending }: ResolvedSort): ResourceOrder {
  const readers = new Map([...targets].map(([type, target]) => [type, compileSortKey(target)]));
  const [only] = readers.size === 1 ? readers.values() : [];
  const keyOf = (resource: Resource): SortKey => {
    const type = typeOf(resource);
    return (type === undefined ? only : readers.get(type))?.(resource);
  };
  const direction = descending ? -1 : 1;
  return (left, right) => {
    const order = compareKeys(keyOf(left), keyOf(right));
    return direction * (order === 0 ? compareText(idOf(left), idOf(right)) : order);
  };
}

function idOf({ id }: Resource): string {
  return typeof id === "string" ? id : "";
}

function typeOf({ meta }: Resource): string | undefined {
  const type = isObject(meta) ? own(meta, "resourceType") : undefined;
  return typeof type === "string" ? type : undefined;
}

function compareKeys(left: SortKey, right: SortKey): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compileSortKey(target: AttributeTarget): (resource: Resource) => SortKey {
  const { extension, attribute, subAttribute } = target;
  const primary = attribute.subAttributes.get("primary")?.name;
  const prepare = preparationOf(target);
  return (resource) => {
    const container = extension === undefined ? resource : member(resource, extension);
    const element = chooseElement(member(container, attribute.name), primary);
    const value = subAttribute === undefined ? element : chooseElement(member(element, subAttribute.name), undefined);
    return value === undefined ? undefined : prepare(value);
  };
}

/** The primary element of several values, else the first (R7644-3.4.2.3-02). */
function chooseElement(value: JsonValue | undefined, primary: string | undefined): JsonValue | undefined {
  if (!Array.isArray(value)) return value;
  const marked = primary === undefined ? undefined : value.find((element) => member(element, primary) === true);
  return marked ?? value[0];
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) ? own(value, name) : undefined;
}

/** A value of another type than the schema says counts as none. */
function preparationOf(target: AttributeTarget): (value: JsonValue) => SortKey {
  const attribute = comparedAttribute(target);
  switch (attribute.type) {
    case "integer":
    case "decimal":
      return (value) => (typeof value === "number" ? value : undefined);
    case "boolean":
      return (value) => (typeof value === "boolean" ? Number(value) : undefined);
    case "dateTime":
      return (value) => (typeof value === "string" ? nanosecondsOf(value) : undefined);
    case "binary":
      return textKey(prepareBinary);
    default:
      return textKey((text) => comparedText(attribute, text));
  }
}

/** Nanoseconds since 1970, which a number of milliseconds cannot tell apart; digits beyond are cut off. */
function nanosecondsOf(dateTime: string): bigint | undefined {
  const digits = /\.(\d+)/.exec(dateTime)?.[1];
  // Without the fraction of its second, an instant is a whole number of milliseconds.
  const milliseconds = parseInstant(digits === undefined ? dateTime : dateTime.replace(`.${digits}`, ""));
  if (milliseconds === undefined) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt((digits ?? "").slice(0, 9).padEnd(9, "0"));
}

function textKey(prepare: (text: string) => string): (value: JsonValue) => SortKey {
  return (value) => (typeof value === "string" && value !== "" ? beginning(prepare(value)) : undefined);
}

function beginning(text: string): string {
  if (text.length <= sortedTextLength) return text;
  // A character is at most two code units.
  return Array.from(text.slice(0, 2 * sortedTextLength))
    .slice(0, sortedTextLength)
    .join("");
}
