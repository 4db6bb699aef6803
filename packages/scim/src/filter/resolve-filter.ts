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

/** Finds what a name in a filter means; differs outside and inside brackets. */
type FindTarget = (name: AttributeName) => AttributeTarget;

/**
 * Holds a filter against a resource type: finds its attributes, checks its operators and converts its literals
 * (RFC 7644 section 3.4.2.2).
 *
 * @throws {ScimError} invalidFilter: an unknown attribute, one that is never returned (AMB-41, AMB-42), an operator
 * that does not suit the attribute's type, or a literal of another type; the message begins with the attribute
 *
 * @example
 * resolveFilter(userResourceType, parseFilter('emails[type eq "work"] and active eq true'));
 */
export function resolveFilter(type: ResourceType, filter: Filter, dialects?: DialectLog): ResolvedFilter {
  return resolve(filter, (name) => findInType(type, name, dialects), dialects);
}

/** Holds the filter in brackets after `target` against its elements. @throws {ScimError} invalidFilter */
export function resolveElementFilter(target: AttributeTarget, filter: Filter, dialects?: DialectLog): ResolvedFilter {
  return resolve(filter, (name) => findInElement(target, name), dialects);
}

function resolve(filter: Filter, find: FindTarget, dialects: DialectLog | undefined): ResolvedFilter {
  switch (filter.kind) {
    case "and":
    case "or":
      return Object.freeze({
        kind: filter.kind,
        terms: Object.freeze(filter.terms.map((term) => resolve(term, find, dialects))),
      });
    case "not":
      return Object.freeze({ kind: "not", term: resolve(filter.term, find, dialects) });
    case "present":
      return Object.freeze({ kind: "present", target: find(filter.name) });
    case "comparison":
      return resolveComparison(filter, find(filter.name), dialects);
    case "valuePath": {
      const target = find(filter.name);
      if (target.subAttribute !== undefined) refuse(filter.name, "has brackets after a sub-attribute");
      if (!hasElements(target.attribute)) refuse(filter.name, "has a single simple value: compare it without brackets");
      return Object.freeze({ kind: "valuePath", target, inner: resolveElementFilter(target, filter.filter, dialects) });
    }
  }
}

/** Tells whether brackets make sense after the attribute. */
export function hasElements(attribute: Attribute): boolean {
  return attribute.multiValued || attribute.type === "complex";
}

function resolveComparison(
  filter: ComparisonFilter,
  named: AttributeTarget,
  dialects: DialectLog | undefined,
): ResolvedFilter {
  if (filter.value === null) {
    if (filter.operator !== "eq" && filter.operator !== "ne") {
      refuse(filter.name, `cannot be compared to null by ${filter.operator}: use eq or ne`);
    }
    const present = Object.freeze({ kind: "present" as const, target: named });
    return filter.operator === "ne" ? present : Object.freeze({ kind: "not", term: present });
  }
  const target = withImplicitValue(named, filter);
  const literal = convertLiteral(target, filter, dialects);
  return Object.freeze({ kind: "comparison", target, operator: filter.operator, ...literal });
}

/** `emails eq "x"` means `emails.value eq "x"` (AMB-44), and likewise `manager eq "x"` (AMB-45). */
function withImplicitValue(target: AttributeTarget, filter: ComparisonFilter): AttributeTarget {
  if (target.subAttribute !== undefined || target.attribute.type !== "complex") return target;
  const subAttribute = target.attribute.subAttributes.get("value");
  if (subAttribute === undefined) refuse(filter.name, "is complex: name one of its sub-attributes");
  return Object.freeze({ ...target, subAttribute });
}

function findInType(type: ResourceType, name: AttributeName, dialects: DialectLog | undefined): AttributeTarget {
  const target = lookUpAttribute(type, name, dialects);
  if (target.kind === "attribute") return checkReadable(Object.freeze(target), name);
  if (target.kind === "none") throw new ScimError("invalidFilter", target.reason);
  return refuse(name, `is no attribute of ${type.name}`);
}

function findInElement(container: AttributeTarget, name: AttributeName): AttributeTarget {
  const { extension, attribute } = container;
  const key = (name.attribute ?? "").toLowerCase();
  if (attribute.type !== "complex") {
    if (key === "value") return container;
    return refuse(name, `is no sub-attribute of ${attribute.name}, whose values are simple: use value`);
  }
  const subAttribute = attribute.subAttributes.get(key);
  if (subAttribute === undefined) return refuse(name, `is no sub-attribute of ${formatAttributeTarget(container)}`);
  return checkReadable(Object.freeze({ kind: "attribute", extension, attribute, subAttribute }), name);
}

/** What is never returned must not be found out by asking either (AMB-42). */
function checkReadable(target: AttributeTarget, name: AttributeName): AttributeTarget {
  const hidden = target.attribute.returned === "never" || target.subAttribute?.returned === "never";
  return hidden ? refuse(name, "is never returned and cannot be filtered by") : target;
}

function refuse(name: AttributeName, reason: string): never {
  throw new ScimError("invalidFilter", `${formatAttributeName(name)} ${reason}`);
}
