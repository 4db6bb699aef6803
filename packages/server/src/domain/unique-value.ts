import { createHash } from "node:crypto";
import { type AttributeTarget, formatAttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import { parseInstant, prepareText } from "@rollcall/scim/filter/compare-values.ts";
import { isObject, type JsonObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeTable } from "@rollcall/scim/schema/attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { builtInResourceTypes } from "./application-schemas.ts";

/** A value that only one resource of a source application may have (RFC 7643 section 7). */
export interface UniqueValue {
  /** The resource type among whose resources it is unique; empty for all resources of the application (`global`). */
  readonly scope: string;
  /** With the URN of its extension. */
  readonly path: string;
  /** SHA-256 of the value in the form in which it is compared, hexadecimal: any length, and no secret in the open. */
  readonly hash: string;
}

/** A unique value of a resource that is written. */
export interface TakenValue extends UniqueValue {
  /** The resource had it before: where another has it too, since it was not always unique, that stays as it is. */
  readonly kept: boolean;
}

/** Lists the unique values of a resource that is written; undefined where its type has none. */
export function takenValues(
  type: ResourceType,
  resource: Resource,
  before: Resource | undefined,
): readonly TakenValue[] | undefined {
  const values = uniqueValues(type, resource);
  const keyOfValue = ({ scope, path, hash }: UniqueValue) => `${scope} ${path} ${hash}`;
  const had = new Set(before === undefined ? [] : uniqueValues(type, before)?.map(keyOfValue));
  return values?.map((value) => ({ ...value, kept: had.has(keyOfValue(value)) }));
}

/**
 * Lists the values of a resource that no other may have; undefined where its type has no such attributes. The user name
 * is not among them: an index of its own keeps it.
 */
function uniqueValues(type: ResourceType, resource: Resource): readonly UniqueValue[] | undefined {
  const targets = uniqueTargets(type);
  if (targets.length === 0) return undefined;
  const found = new Map<string, UniqueValue>();
  for (const target of targets) {
    const attribute = target.subAttribute ?? target.attribute;
    const scope = attribute.uniqueness === "global" ? "" : type.name;
    const path = formatAttributeTarget(target);
    for (const value of valuesOf(resource, target)) {
      const key = keyOf(attribute, value);
      if (key !== undefined) found.set(`${scope} ${path} ${key}`, { scope, path, hash: hashOf(key) });
    }
  }
  return [...found.values()];
}

/** The lower-cased names of the attributes that hold such values; undefined where the type has none. */
export function uniqueNames(type: ResourceType): ReadonlySet<string> | undefined {
  const targets = uniqueTargets(type);
  if (targets.length === 0) return undefined;
  return new Set(targets.map(({ attribute }) => attribute.name.toLowerCase()));
}

const targetsByType = new WeakMap<ResourceType, readonly AttributeTarget[]>();

function uniqueTargets(type: ResourceType): readonly AttributeTarget[] {
  let targets = targetsByType.get(type);
  if (targets === undefined) {
    const isBuiltIn = builtInResourceTypes.some(({ schema }) => schema === type.schema);
    const base = isBuiltIn ? [] : targetsIn(type.schema.attributes, undefined);
    targets = [...base, ...type.extensions.flatMap(({ schema }) => targetsIn(schema.attributes, schema.id))];
    targetsByType.set(type, targets);
  }
  return targets;
}

function targetsIn(table: AttributeTable, extension: string | undefined): AttributeTarget[] {
  return [...table.values()].flatMap((attribute) => {
    const parts = [undefined, ...attribute.subAttributes.values()];
    return parts
      .filter((part) => (part ?? attribute).uniqueness !== "none")
      .map((subAttribute): AttributeTarget => ({ kind: "attribute", extension, attribute, subAttribute }));
  });
}

function valuesOf(resource: Resource, { extension, attribute, subAttribute }: AttributeTarget): JsonValue[] {
  const container = extension === undefined ? resource : own(resource, extension);
  const values = list(isObject(container) ? own(container, attribute.name) : undefined);
  if (subAttribute === undefined) return values;
  return values.filter(isObject).flatMap((value: JsonObject) => list(own(value, subAttribute.name)));
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function list(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function keyOf(attribute: Attribute, value: JsonValue): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  if (attribute.type === "dateTime") return String(parseInstant(value) ?? value);
  return prepareText(value, attribute.caseExact);
}
