import { isObject, type JsonObject, own, type Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn } from "../urns.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import { carriedSchemas } from "./carried-schemas.ts";
import type { ResourceType } from "./resource-type.ts";
import { sameValue } from "./same-value.ts";

/**
 * Computes what a PUT makes of a stored resource (RFC 7644 section 3.5.1, AMB-20): what was sent, and nothing else, save
 * that `active` and immutable attributes keep their stored value when they were not sent, and that what a client can
 * neither write nor see stays. Takes canonical resources and changes neither.
 *
 * @throws {ScimError} mutability when an immutable attribute has a stored value and another one was sent.
 */
export function replaceResource(type: ResourceType, stored: Resource, sent: Resource): Resource {
  const replaced = keepStored(type.attributes, stored, sent, "");
  // A source that leaves `active` out must not suspend anybody, nor bring anybody back.
  const active = own(stored, "active");
  if (type.schema.id === coreUserUrn && active !== undefined && own(sent, "active") === undefined) {
    replaced.active = active;
  }
  for (const { schema } of type.extensions) {
    const storedContainer = own(stored, schema.id);
    if (!isObject(storedContainer)) continue;
    const sentContainer = own(sent, schema.id);
    const container = keepStored(
      schema.attributes,
      storedContainer,
      isObject(sentContainer) ? sentContainer : {},
      `${schema.id}:`,
    );
    if (Object.keys(container).length > 0) replaced[schema.id] = container;
  }
  replaced.schemas = carriedSchemas(type, replaced);
  return replaced;
}

function keepStored(table: AttributeTable, stored: JsonObject, sent: JsonObject, prefix: string): JsonObject {
  const kept = { ...sent };
  for (const attribute of table.values()) {
    const storedValue = own(stored, attribute.name);
    if (storedValue === undefined || attribute.name === "schemas") continue;
    const sentValue = own(sent, attribute.name);
    const where = prefix + attribute.name;
    const isImmutable = attribute.mutability === "immutable";
    if (isImmutable && sentValue !== undefined && !sameValue(attribute, storedValue, sentValue)) {
      throw new ScimError("mutability", `${where}: the value cannot be changed once it is set`);
    }
    // An immutable value that was sent in another spelling keeps the one that it has.
    if (isImmutable || (sentValue === undefined && survivesOmission(attribute))) {
      kept[attribute.name] = storedValue;
    } else if (isObject(storedValue) && (sentValue === undefined || isObject(sentValue))) {
      const inner = keepStored(attribute.subAttributes, storedValue, sentValue ?? {}, `${where}.`);
      if (Object.keys(inner).length > 0) kept[attribute.name] = inner;
    }
  }
  return kept;
}

function survivesOmission(attribute: Attribute): boolean {
  return attribute.mutability === "readOnly" || attribute.returned === "never";
}
