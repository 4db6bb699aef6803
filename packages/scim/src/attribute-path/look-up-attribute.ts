import type { DialectLog } from "../dialects/dialect.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Attribute, AttributeTable } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import type { Schema } from "../schema/schema.ts";
import type { AttributeName } from "./attribute-name.ts";
import { formatAttributeName } from "./format-attribute-name.ts";

/** What a name means for a resource type. */
export type NameTarget = AttributeTarget | SchemaTarget | UnknownExtensionTarget | NoTarget;

/** An attribute, or a sub-attribute of it, that the resource type's schemas define. */
export interface AttributeTarget {
  readonly kind: "attribute";
  /** URN of the extension whose container holds the attribute; undefined for common and base attributes. */
  readonly extension: string | undefined;
  readonly attribute: Attribute;
  readonly subAttribute: Attribute | undefined;
}

/** A bare URN: all that an extension of the resource type holds, or the base schema's attributes. */
export interface SchemaTarget {
  readonly kind: "schema";
  /** Undefined for the base schema. */
  readonly extension: Schema | undefined;
}

/** Something in the container of an extension that no schema describes; all of it where `attribute` is undefined. */
export interface UnknownExtensionTarget {
  readonly kind: "unknownExtension";
  readonly urn: string;
  readonly attribute: string | undefined;
  readonly subAttribute: string | undefined;
}

/** Nothing; `reason` is a sentence without its full stop. */
export interface NoTarget {
  readonly kind: "none";
  readonly reason: string;
}

/** These URNs name the standard's own schemas and messages, never an extension. */
const reservedPrefixes = ["urn:ietf:params:scim:schemas:core:", "urn:ietf:params:scim:api:"];

/**
 * Finds what a name means for a resource type, in any case (RFC 7644 section 3.10). An attribute without URN that the
 * base schema lacks is taken from the one extension that defines it (AMB-15).
 */
export function lookUpAttribute(type: ResourceType, name: AttributeName, dialects?: DialectLog): NameTarget {
  if (name.schema === undefined) return lookUpUnqualified(type, name, dialects);
  if (name.attribute === undefined) return lookUpBareUrn(type, name.schema, name);
  const urn = name.schema.toLowerCase();
  if (urn === type.schema.id.toLowerCase()) return inTable(type, type.attributes, undefined, name);
  const extension = type.extensionsByUrn.get(urn);
  if (extension !== undefined) return inTable(type, extension.attributes, extension.id, name);
  if (name.subAttribute === undefined) {
    const whole = knownSchema(type, `${urn}:${name.attribute.toLowerCase()}`);
    if (whole !== undefined) return whole;
  }
  return unknownExtension(type, name.schema, name.attribute, name.subAttribute);
}

function lookUpUnqualified(type: ResourceType, name: AttributeName, dialects: DialectLog | undefined): NameTarget {
  const key = (name.attribute ?? "").toLowerCase();
  if (type.attributes.has(key)) return inTable(type, type.attributes, undefined, name);
  const found = type.unqualifiedExtensionAttributes.get(key);
  if (found === undefined) return none(name, `is no attribute of ${type.name}`);
  noteDialect(dialects, "path.unqualified-extension-attribute", formatAttributeName(name));
  return inTable(type, found.schema.attributes, found.schema.id, name);
}

/** The parser cannot tell `urn:example:hr:1.0:badge` from a bare URN; the schemas can. */
function lookUpBareUrn(type: ResourceType, urn: string, name: AttributeName): NameTarget {
  const whole = knownSchema(type, urn.toLowerCase());
  if (whole !== undefined) return whole;
  const last = urn.lastIndexOf(":");
  const schema = knownSchema(type, urn.slice(0, last).toLowerCase());
  if (schema === undefined) return unknownExtension(type, urn, undefined, name.subAttribute);
  const split = { schema: urn.slice(0, last), attribute: urn.slice(last + 1), subAttribute: name.subAttribute };
  if (schema.extension === undefined) return inTable(type, type.attributes, undefined, split);
  return inTable(type, schema.extension.attributes, schema.extension.id, split);
}

function knownSchema(type: ResourceType, urn: string): SchemaTarget | undefined {
  if (urn === type.schema.id.toLowerCase()) return { kind: "schema", extension: undefined };
  const extension = type.extensionsByUrn.get(urn);
  return extension === undefined ? undefined : { kind: "schema", extension };
}

function unknownExtension(
  type: ResourceType,
  urn: string,
  attribute: string | undefined,
  subAttribute: string | undefined,
): NameTarget {
  const lower = urn.toLowerCase();
  if (reservedPrefixes.some((prefix) => lower.startsWith(prefix))) {
    return { kind: "none", reason: `${urn} is no schema of ${type.name}` };
  }
  return { kind: "unknownExtension", urn, attribute, subAttribute };
}

function inTable(
  type: ResourceType,
  table: AttributeTable,
  extension: string | undefined,
  name: AttributeName,
): NameTarget {
  const attribute = table.get((name.attribute ?? "").toLowerCase());
  if (attribute === undefined) return none(name, `is no attribute of ${extension ?? type.name}`);
  if (name.subAttribute === undefined) return { kind: "attribute", extension, attribute, subAttribute: undefined };
  const subAttribute = attribute.subAttributes.get(name.subAttribute.toLowerCase());
  if (subAttribute !== undefined) return { kind: "attribute", extension, attribute, subAttribute };
  return none(name, `is no sub-attribute of ${attribute.name}`);
}

function none(name: AttributeName, reason: string): NoTarget {
  return { kind: "none", reason: `${formatAttributeName(name)} ${reason}` };
}

/** Writes the target's name in the case of its schema, with the URN of its extension before it. */
export function formatAttributeTarget(target: AttributeTarget): string {
  const attribute =
    target.extension === undefined ? target.attribute.name : `${target.extension}:${target.attribute.name}`;
  return target.subAttribute === undefined ? attribute : `${attribute}.${target.subAttribute.name}`;
}
