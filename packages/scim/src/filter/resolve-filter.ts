import type { AttributeName } from "../attribute-path/attribute-name.ts";
import { formatAttributeName } from "../attribute-path/format-attribute-name.ts";
import { type AttributeTarget, formatAttributeTarget, lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import type { DialectLog } from "../dialects/dialect.ts";
import type { Attribute } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";
import { convertLiteral } from "./convert-literal.ts";
import type { ComparisonFilter, Filter } from "./filter.ts";
import type { ResolvedFilter } from "./resolved-filter.ts";

/** Finds what a name in a filter means; differs outside and inside brackets. Undefined: it never has a value. */
type FindTarget = (name: AttributeName) => AttributeTarget | undefined;

export interface ResolveOptions {
  /**
   * What becomes of an attribute that the type lacks: `refused`, or it counts as having no value, as it does where
   * several types are asked at once (R7644-3.4.2.1-04, AMB-41).
   */
  readonly unknownAttributes?: "refused" | "without value";
  /** The filter stood in a URL, which logs and caches keep: what is secret is refused as `sensitive` (R7644-7.5.2-03). */
  readonly inUrl?: boolean;
}

/**
 * Holds a filter against a resource type: finds its attributes, checks its operators and converts its literals
 * (RFC 7644 section 3.4.2.2).
 *
 * @throws {ScimError} sensitive: an attribute that is never returned, in a URL; invalidFilter: one that is never returned
 * elsewhere (AMB-42), an unknown attribute (AMB-41), an operator that does not suit the attribute's type, or a literal of another type; the message begins with the attribute
 *
 * @example
 * resolveFilter(userResourceType, parseFilter('emails[type eq "work"] and active eq true'));
 */
export function resolveFilter(
  type: ResourceType,
  filter: Filter,
  dialects?: DialectLog,
  options: ResolveOptions = {},
): ResolvedFilter {
  return resolve(filter, (name) => findInType(type, name, options, dialects), options, dialects);
}

/** Holds the filter in brackets after `target` against its elements. @throws {ScimError} invalidFilter */
export function resolveElementFilter(target: AttributeTarget, filter: Filter, dialects?: DialectLog): ResolvedFilter {
  return resolveInBrackets(target, filter, {}, dialects);
}

function resolveInBrackets(
  target: AttributeTarget,
  filter: Filter,
  options: ResolveOptions,
  dialects: DialectLog | undefined,
): ResolvedFilter {
  return resolve(filter, (name) => findInElement(target, name, options), options, dialects);
}

function resolve(
  filter: Filter,
  find: FindTarget,
  options: ResolveOptions,
  dialects: DialectLog | undefined,
): ResolvedFilter {
  switch (filter.kind) {
    case "and":
    case "or":
      return Object.freeze({
        kind: filter.kind,
        terms: Object.freeze(filter.terms.map((term) => resolve(term, find, options, dialects))),
      });
    case "not":
      return Object.freeze({ kind: "not", term: resolve(filter.term, find, options, dialects) });
    case "present": {
      const target = find(filter.name);
      return target === undefined ? never : Object.freeze({ kind: "present", target });
    }
    case "comparison":
      return resolveComparison(filter, find(filter.name), dialects);
    case "valuePath": {
      const target = find(filter.name);
      if (target === undefined) return never;
      if (target.subAttribute !== undefined) refuse(filter.name, "has brackets after a sub-attribute");
      if (!hasElements(target.attribute)) refuse(filter.name, "has a single simple value: compare it without brackets");
      const inner = resolveInBrackets(target, filter.filter, options, dialects);
      return Object.freeze({ kind: "valuePath", target, inner });
    }
  }
}

/** What holds of no resource, and of each: what is said of an attribute that has no value anywhere. */
const never: ResolvedFilter = Object.freeze({ kind: "or", terms: Object.freeze([]) });
const always: ResolvedFilter = Object.freeze({ kind: "and", terms: Object.freeze([]) });

/** Tells whether brackets make sense after the attribute. */
export function hasElements(attribute: Attribute): boolean {
  return attribute.multiValued || attribute.type === "complex";
}

function resolveComparison(
  filter: ComparisonFilter,
  named: AttributeTarget | undefined,
  dialects: DialectLog | undefined,
): ResolvedFilter {
  const { operator } = filter;
  if (filter.value === null && operator !== "eq" && operator !== "ne") {
    refuse(filter.name, `cannot be compared to null by ${operator}: use eq or ne`);
  }
  if (named === undefined) return operator === (filter.value === null ? "eq" : "ne") ? always : never;
  if (filter.value === null) {
    const present = Object.freeze({ kind: "present" as const, target: named });
    return operator === "ne" ? present : Object.freeze({ kind: "not", term: present });
  }
  const target = withImplicitValue(named, filter);
  const value = convertLiteral(target, filter, dialects);
  return Object.freeze({ kind: "comparison", target, operator, value });
}

/** `emails eq "x"` means `emails.value eq "x"` (AMB-44), and likewise `manager eq "x"` (AMB-45). */
function withImplicitValue(target: AttributeTarget, filter: ComparisonFilter): AttributeTarget {
  if (target.subAttribute !== undefined || target.attribute.type !== "complex") return target;
  const subAttribute = target.attribute.subAttributes.get("value");
  if (subAttribute === undefined) refuse(filter.name, "is complex: name one of its sub-attributes");
  return Object.freeze({ ...target, subAttribute });
}

function findInType(
  type: ResourceType,
  name: AttributeName,
  options: ResolveOptions,
  dialects: DialectLog | undefined,
): AttributeTarget | undefined {
  const target = lookUpAttribute(type, name, dialects);
  if (target.kind === "attribute") return checkReadable(Object.freeze(target), name, options);
  if (options.unknownAttributes === "without value" && target.kind !== "schema") return undefined;
  if (target.kind === "none") throw new ScimError("invalidFilter", target.reason);
  return refuse(name, `is no attribute of ${type.name}`);
}

function findInElement(
  container: AttributeTarget,
  name: AttributeName,
  options: ResolveOptions,
): AttributeTarget | undefined {
  const { extension, attribute } = container;
  const key = (name.attribute ?? "").toLowerCase();
  const unknown = options.unknownAttributes === "without value" ? () => undefined : refuse;
  if (attribute.type !== "complex") {
    if (key === "value") return container;
    return unknown(name, `is no sub-attribute of ${attribute.name}, whose values are simple: use value`);
  }
  const subAttribute = attribute.subAttributes.get(key);
  if (subAttribute === undefined) return unknown(name, `is no sub-attribute of ${formatAttributeTarget(container)}`);
  return checkReadable(Object.freeze({ kind: "attribute", extension, attribute, subAttribute }), name, options);
}

/** What is never returned must not be found out by asking either (AMB-42). */
function checkReadable(target: AttributeTarget, name: AttributeName, { inUrl }: ResolveOptions): AttributeTarget {
  const hidden = target.attribute.returned === "never" || target.subAttribute?.returned === "never";
  if (!hidden) return target;
  if (inUrl !== true) return refuse(name, "is never returned and cannot be filtered by");
  const place = formatAttributeName(name);
  throw new ScimError("sensitive", `${place} is never returned, cannot be filtered by, and must not stand in a URL`);
}

function refuse(name: AttributeName, reason: string): never {
  throw new ScimError("invalidFilter", `${formatAttributeName(name)} ${reason}`);
}
