import type { ValueForm } from "./value-form.ts";

export type AttributeType =
  | "string"
  | "boolean"
  | "decimal"
  | "integer"
  | "dateTime"
  | "binary"
  | "reference"
  | "complex";
export type Mutability = "readOnly" | "readWrite" | "immutable" | "writeOnly";
export type Returned = "always" | "never" | "default" | "request";
export type Uniqueness = "none" | "server" | "global";

/** Attributes by lower-cased name: SCIM names compare case-insensitively (RFC 7643 section 2.1). */
export type AttributeTable = ReadonlyMap<string, Attribute>;

/** An attribute with its characteristics (RFC 7643 section 7), every one present. */
export interface Attribute {
  /** In the case of the schema; answers use this spelling. */
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly canonicalValues: readonly string[];
  readonly referenceTypes: readonly string[];
  /** False for what is accepted, checked and dropped: `password`. Discovery says nothing of it. */
  readonly stored: boolean;
  /** What its text is beyond its type; undefined for any text. Discovery says nothing of it. */
  readonly form: ValueForm | undefined;
  /** How many values a resource may have of it: each is looked at in every write. Discovery says nothing of it. */
  readonly mostValues: number;
  /** Empty unless the type is `complex`. */
  readonly subAttributes: AttributeTable;
}

/** What a schema's author writes: a name, and only what differs from the defaults of RFC 7643 section 2.2. */
export type AttributeDefinition = { readonly name: string; readonly description: string } & Partial<
  Omit<Attribute, "name" | "description" | "subAttributes">
> & { readonly subAttributes?: readonly AttributeDefinition[] };

const mostValues = 5_000;

const noAttributes: AttributeTable = new Map();

/** Completes a definition with the defaults of RFC 7643 section 2.2 and freezes it (R7643-2.2-01). */
export function attribute(definition: AttributeDefinition): Attribute {
  const type = definition.type ?? "string";
  return Object.freeze({
    name: definition.name,
    type,
    multiValued: definition.multiValued ?? false,
    description: definition.description,
    required: definition.required ?? false,
    // Binary and reference values are case exact (RFC 7643 sections 2.3.6 and 2.3.7) unless the definition says
    // otherwise, as `schemas` does: URNs compare case-insensitively.
    caseExact: definition.caseExact ?? (type === "binary" || type === "reference"),
    mutability: definition.mutability ?? "readWrite",
    returned: definition.returned ?? "default",
    uniqueness: definition.uniqueness ?? "none",
    canonicalValues: definition.canonicalValues ?? [],
    referenceTypes: definition.referenceTypes ?? [],
    stored: definition.stored ?? true,
    form: definition.form,
    mostValues: definition.mostValues ?? mostValues,
    subAttributes: definition.subAttributes === undefined ? noAttributes : attributeTable(definition.subAttributes),
  });
}

/** Makes a table of completed attributes, in the order of their definitions. */
export function attributeTable(definitions: readonly AttributeDefinition[]): AttributeTable {
  return new Map(definitions.map((definition) => [definition.name.toLowerCase(), attribute(definition)]));
}
