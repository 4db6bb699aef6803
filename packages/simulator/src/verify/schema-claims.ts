import { isObject, type JsonObject, type JsonValue, own } from "@rollcall/scim/resource.ts";
import type { AttributeTable } from "@rollcall/scim/schema/attribute.ts";
import type { Schema } from "@rollcall/scim/schema/schema.ts";

/** An attribute as a service provider declares it, the defaults of RFC 7643 section 2.2 filled in. */
export interface AttributeClaim {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: string;
  readonly returned: string;
  readonly uniqueness: string;
  readonly canonicalValues: readonly string[];
  /** By lower-cased name. */
  readonly subAttributes: ReadonlyMap<string, AttributeClaim>;
}

export interface SchemaClaim {
  readonly id: string;
  /** By lower-cased name. */
  readonly attributes: ReadonlyMap<string, AttributeClaim>;
}

/** Reads a Schema resource; what is no attribute definition is left out, for a check of its own says so. */
export function readSchemaClaim(schema: JsonObject): SchemaClaim | undefined {
  const id = own(schema, "id");
  if (typeof id !== "string") return undefined;
  return { id, attributes: readAttributes(own(schema, "attributes")) };
}

function readAttributes(value: JsonValue | undefined): Map<string, AttributeClaim> {
  const claims = new Map<string, AttributeClaim>();
  if (!Array.isArray(value)) return claims;
  for (const definition of value.filter(isObject)) {
    const name = own(definition, "name");
    if (typeof name === "string") claims.set(name.toLowerCase(), readAttribute(name, definition));
  }
  return claims;
}

function readAttribute(name: string, definition: JsonObject): AttributeClaim {
  const text = (key: string, otherwise: string): string => {
    const value = own(definition, key);
    return typeof value === "string" ? value : otherwise;
  };
  const canonicalValues = own(definition, "canonicalValues");
  return {
    name,
    type: text("type", "string"),
    multiValued: own(definition, "multiValued") === true,
    required: own(definition, "required") === true,
    caseExact: own(definition, "caseExact") === true,
    mutability: text("mutability", "readWrite"),
    returned: text("returned", "default"),
    uniqueness: text("uniqueness", "none"),
    canonicalValues: Array.isArray(canonicalValues) ? canonicalValues.filter((one) => typeof one === "string") : [],
    subAttributes: readAttributes(own(definition, "subAttributes")),
  };
}

/** Takes a schema of the standard as a claim, for a service provider whose own cannot be read. */
export function standardSchemaClaim(schema: Schema): SchemaClaim {
  return { id: schema.id, attributes: standardAttributes(schema.attributes) };
}

function standardAttributes(table: AttributeTable): Map<string, AttributeClaim> {
  return new Map(
    [...table].map(([key, attribute]) => [
      key,
      { ...attribute, subAttributes: standardAttributes(attribute.subAttributes) },
    ]),
  );
}

/** Finds an attribute by its path within the schema: `name.givenName`. */
export function findAttributeClaim(schema: SchemaClaim, path: string): AttributeClaim | undefined {
  const [name = "", sub] = path.toLowerCase().split(".", 2);
  const attribute = schema.attributes.get(name);
  return sub === undefined ? attribute : attribute?.subAttributes.get(sub);
}
