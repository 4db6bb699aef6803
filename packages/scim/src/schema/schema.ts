import { type AttributeDefinition, type AttributeTable, attributeTable } from "./attribute.ts";

/** A named set of attributes (RFC 7643 section 7). */
export interface Schema {
  /** The URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: AttributeTable;
}

/** What a schema's author writes. */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
}

/** Makes a schema from its definition. */
export function schema(definition: SchemaDefinition): Schema {
  return Object.freeze({ ...definition, attributes: attributeTable(definition.attributes) });
}
