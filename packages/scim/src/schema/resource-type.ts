import type { Attribute, AttributeTable } from "./attribute.ts";
import { commonAttributes } from "./common-attributes.ts";
import type { Schema } from "./schema.ts";

/** A schema that resources of a type may, or must, carry beside the base schema (RFC 7643 section 6). */
export interface SchemaExtension {
  readonly schema: Schema;
  readonly required: boolean;
}

/** An attribute of an extension, with the schema it belongs to. */
export interface ExtensionAttribute {
  readonly schema: Schema;
  readonly attribute: Attribute;
}

/** A kind of resource: its endpoint, base schema and extensions (RFC 7643 section 6). */
export interface ResourceType {
  readonly id: string;
  readonly name: string;
  /** Relative to the SCIM base URL, with its leading slash: `/Users`. */
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly SchemaExtension[];
  /** The common attributes (`schemas`, `id`, `externalId`, `meta`) and those of the base schema. */
  readonly attributes: AttributeTable;
  /** Extension schemas by lower-cased URN. */
  readonly extensionsByUrn: ReadonlyMap<string, Schema>;
  /**
   * By lower-cased name, the extension attributes that may be named without their URN: those that exactly one
   * extension defines and `attributes` does not (AMB-15).
   */
  readonly unqualifiedExtensionAttributes: ReadonlyMap<string, ExtensionAttribute>;
  /** Whether all that is stored is shown where nobody asks for less: nothing is returned never or on request only. */
  readonly shownWhole: boolean;
}

/** What a resource type's author writes. */
export interface ResourceTypeDefinition {
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly extensions?: readonly SchemaExtension[];
}

/** Makes a resource type; its look-up tables are built once here and shared by parser, PATCH, filter and projection. */
export function resourceType(definition: ResourceTypeDefinition): ResourceType {
  const extensions = definition.extensions ?? [];
  // What older schemas say of a common attribute counts for nothing (R7643-3.1-01).
  const attributes: [string, Attribute][] = [...commonAttributes, ...definition.schema.attributes, ...commonAttributes];
  const attributeTable = new Map(attributes);
  return Object.freeze({
    id: definition.name,
    name: definition.name,
    endpoint: definition.endpoint,
    description: definition.description,
    schema: definition.schema,
    extensions,
    attributes: attributeTable,
    extensionsByUrn: new Map(extensions.map((extension) => [extension.schema.id.toLowerCase(), extension.schema])),
    unqualifiedExtensionAttributes: unqualifiedExtensionAttributes(attributeTable, extensions),
    shownWhole: [attributeTable, ...extensions.map(({ schema }) => schema.attributes)].every(isShownWhole),
  });
}

function isShownWhole(table: AttributeTable): boolean {
  return [...table.values()].every(({ stored, returned, subAttributes }) => {
    return !stored || (returned !== "never" && returned !== "request" && isShownWhole(subAttributes));
  });
}

function unqualifiedExtensionAttributes(
  coreAttributes: AttributeTable,
  extensions: readonly SchemaExtension[],
): ReadonlyMap<string, ExtensionAttribute> {
  const found = new Map<string, ExtensionAttribute>();
  const ambiguous = new Set<string>();
  for (const { schema } of extensions) {
    for (const [name, attribute] of schema.attributes) {
      if (found.has(name) || coreAttributes.has(name)) ambiguous.add(name);
      found.set(name, { schema, attribute });
    }
  }
  for (const name of ambiguous) found.delete(name);
  return found;
}
