import type { Attribute, AttributeTable } from "./attribute.ts";
import { commonAttributes } from "./common-attributes.ts";
import type { Schema } from "./schema.ts";

/** A schema that resources of a type may, or must, carry beside the base schema (RFC 7643 section 6). */
export interface SchemaExtension {
  readonly schema: Schema;
  readonly required: boolean;
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
  const attributes: [string, Attribute][] = [...commonAttributes, ...definition.schema.attributes];
  return Object.freeze({
    id: definition.name,
    name: definition.name,
    endpoint: definition.endpoint,
    description: definition.description,
    schema: definition.schema,
    extensions,
    attributes: new Map(attributes),
    extensionsByUrn: new Map(extensions.map((extension) => [extension.schema.id.toLowerCase(), extension.schema])),
  });
}
