import type { AttributeTarget } from "../attribute-path/look-up-attribute.ts";
import { isObject, type JsonValue, own, type Resource } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { compareText, parseInstant, prepareBinary } from "./compare-values.ts";
import { comparedText } from "./compared-text.ts";
import { comparedAttribute, type ResolvedComparison, type ResolvedFilter } from "./resolved-filter.ts";

/** Answers whether a resource (or, inside brackets, an element of a multi-valued attribute) fulfils a filter. */
export type FilterTest = (subject: JsonValue) => boolean;

type ValueTest = (value: JsonValue) => boolean;

/** Reads a target's value from a subject: one value, an array of values, or nothing. */
type ReadTarget = (subject: JsonValue) => JsonValue | undefined;

/**
 * Compiles a filter to a function over resources in canonical form, with `id` and `meta` where the filter asks for
 * them. The function neither throws nor keeps state.
 *
 * @example
 * const isActive = compileFilterTest(resolveFilter(userResourceType, parseFilter("active eq true")));
 * users.filter(isActive);
 */
export function compileFilterTest(filter: ResolvedFilter): (resource: Resource) => boolean {
  return compile(filter, readFromResource);
}

/** Compiles the filter in brackets to a function over the elements of its attribute. */
export function compileElementTest(filter: ResolvedFilter): FilterTest {
  return compile(filter, readFromElement);
}

function compile(filter: ResolvedFilter, reader: (target: AttributeTarget) => ReadTarget): FilterTest {
  switch (filter.kind) {
    case "and": {
      const tests = filter.terms.map((term) => compile(term, reader));
      return (subject) => tests.every((test) => test(subject));
    }
    case "or": {
      const tests = filter.terms.map((term) => compile(term, reader));
      return (subject) => tests.some((test) => test(subject));
    }
    case "not": {
      const test = compile(filter.term, reader);
      return (subject) => !test(subject);
    }
    case "present": {
      const read = reader(filter.target);
      return (subject) => hasValue(read(subject));
    }
    case "valuePath": {
      const read = reader(filter.target);
      const test = compile(filter.inner, readFromElement);
      return (subject) => {
        const value = read(subject);
        if (value === undefined) return false;
        return Array.isArray(value) ? value.some(test) : test(value);
      };
    }
    case "comparison": {
      const read = reader(filter.target);
      const test = compileComparison(filter);
      if (filter.operator !== "ne") return (subject) => someValue(read(subject), test);
      return (subject) => {
        const value = read(subject);
        return !hasValue(value) || someValue(value, test);
      };
    }
  }
}

function readFromResource(target: AttributeTarget): ReadTarget {
  const { extension, attribute, subAttribute } = target;
  const read: ReadTarget = (subject) => {
    const container = extension === undefined ? subject : member(subject, extension);
    return container === undefined ? undefined : member(container, attribute.name);
  };
  if (subAttribute === undefined) return read;
  const name = subAttribute.name;
  return (subject) => {
    const value = read(subject);
    if (!Array.isArray(value)) return value === undefined ? undefined : member(value, name);
    return value.flatMap((element) => member(element, name) ?? []);
  };
}

function readFromElement(target: AttributeTarget): ReadTarget {
  const name = target.subAttribute?.name;
  return name === undefined ? (element) => element : (element) => member(element, name);
}

function member(value: JsonValue, name: string): JsonValue | undefined {
  return isObject(value) ? own(value, name) : undefined;
}

function someValue(value: JsonValue | undefined, test: ValueTest): boolean {
  if (value === undefined || value === null || value === "") return false;
  return Array.isArray(value) ? value.some((one) => someValue(one, test)) : test(value);
}

/** Tells whether there is a value: null, "", [] and objects without a value are none (R7644-3.4.2.2-10). */
export function hasValue(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.some(hasValue);
  return typeof value !== "object" || Object.values(value).some(hasValue);
}

function compileComparison(filter: ResolvedComparison): ValueTest {
  const prepare = preparationOf(comparedAttribute(filter.target));
  const expected = filter.value;
  if (typeof expected === "boolean") {
    return filter.operator === "eq" ? (value) => value === expected : (value) => value !== expected;
  }
  const holds = comparisons[filter.operator];
  return (value) => {
    const found = prepare(value);
    // A stored value of another type equals nothing and differs from everything.
    if (found === undefined) return filter.operator === "ne";
    return typeof found === "number" ? holds(found - Number(expected)) : compareTexts(filter, found, String(expected));
  };
}

function compareTexts(filter: ResolvedComparison, found: string, expected: string): boolean {
  switch (filter.operator) {
    case "eq":
      return found === expected;
    case "ne":
      return found !== expected;
    case "co":
      return found.includes(expected);
    case "sw":
      return found.startsWith(expected);
    case "ew":
      return found.endsWith(expected);
    default:
      return comparisons[filter.operator](compareText(found, expected));
  }
}

/** What each operator says of the sign of "found less expected"; the text operators have no such reading. */
const comparisons: Record<ResolvedComparison["operator"], (difference: number) => boolean> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
  co: () => false,
  sw: () => false,
  ew: () => false,
};

function preparationOf(attribute: Attribute): (value: JsonValue) => string | number | undefined {
  switch (attribute.type) {
    case "integer":
    case "decimal":
      return (value) => (typeof value === "number" ? value : undefined);
    case "dateTime":
      return (value) => (typeof value === "string" ? parseInstant(value) : undefined);
    case "binary":
      return (value) => (typeof value === "string" ? prepareBinary(value) : undefined);
    default:
      return (value) => (typeof value === "string" ? comparedText(attribute, value) : undefined);
  }
}
