import { compileElementTest, hasValue } from "../filter/evaluate-filter.ts";
import { isObject, type JsonValue, own, type Resource } from "../resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import type { AttributePath } from "./attribute-path.ts";
import type { UnknownExtensionTarget } from "./look-up-attribute.ts";
import { type AttributePathTarget, resolveAttributePath } from "./resolve-attribute-path.ts";

/** Reads the values that a path selects from a resource in canonical form, in their order; none is an empty array. */
export type SelectPath = (resource: Resource) => JsonValue[];

/**
 * Compiles a path to a function that reads the values it selects; for paths that are used again, such as those of a
 * mapping. The values of a multi-valued attribute come one by one; null, "" and empty objects are no values.
 *
 * @throws {ScimError} invalidPath or invalidFilter, as `resolveAttributePath`
 *
 * @example
 * const workEmail = compileAttributePath(userResourceType, parseAttributePath('emails[type eq "work"].value'));
 * workEmail({ emails: [{ type: "work", value: "ann@example.com" }] }); // ["ann@example.com"]
 */
export function compileAttributePath(type: ResourceType, path: AttributePath): SelectPath {
  const target = resolveAttributePath(type, path);
  if (target.kind === "attribute") return selectAttribute(target);
  if (target.kind === "unknownExtension") return selectUnknown(target);
  const { extension } = target;
  if (extension === undefined) return (resource) => valuesOf(resource);
  return (resource) => valuesOf(own(resource, extension.id));
}

/** Reads the values that a path selects from one resource; see `compileAttributePath`. */
export function selectPath(type: ResourceType, path: AttributePath, resource: Resource): JsonValue[] {
  return compileAttributePath(type, path)(resource);
}

function selectAttribute(target: AttributePathTarget): SelectPath {
  const { extension, attribute, subAttribute } = target;
  const test = target.filter === undefined ? undefined : compileElementTest(target.filter);
  return (resource) => {
    const container = extension === undefined ? resource : own(resource, extension);
    let values = isObject(container) ? valuesOf(own(container, attribute.name)) : [];
    if (test !== undefined) values = values.filter(test);
    return subAttribute === undefined
      ? values
      : values.flatMap((value) => (isObject(value) ? valuesOf(own(value, subAttribute.name)) : []));
  };
}

/**
 * No schema tells the case of the names, so they are compared without it; nor where the URN ends: what ends in a version
 * and a name, such as `urn:example:hr:1.0:badge`, may be a container or an attribute of one.
 */
function selectUnknown({ urn, attribute, subAttribute }: UnknownExtensionTarget): SelectPath {
  const selectWhole = selectByNames([urn, attribute, subAttribute]);
  if (attribute !== undefined) return selectWhole;
  const colon = urn.lastIndexOf(":");
  const selectPart = selectByNames([urn.slice(0, colon), urn.slice(colon + 1), subAttribute]);
  return (resource) => {
    const whole = selectWhole(resource);
    return whole.length > 0 ? whole : selectPart(resource);
  };
}

function selectByNames(names: readonly (string | undefined)[]): SelectPath {
  const keys = names.filter((name) => name !== undefined).map((name) => name.toLowerCase());
  return (resource) => {
    let values: JsonValue[] = [resource];
    for (const key of keys)
      values = values.flatMap((value) => (isObject(value) ? valuesOf(ownInAnyCase(value, key)) : []));
    return values;
  };
}

function ownInAnyCase(object: { [name: string]: JsonValue }, lowerCaseName: string): JsonValue | undefined {
  const name = Object.keys(object).find((candidate) => candidate.toLowerCase() === lowerCaseName);
  return name === undefined ? undefined : object[name];
}

function valuesOf(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.filter(hasValue) : hasValue(value) ? [value] : [];
}
