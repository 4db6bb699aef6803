import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { schemaFromDocument } from "@rollcall/scim/schema/schema-from-document.ts";
import type { Schema } from "@rollcall/scim/schema/schema.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { schemaDocument } from "./application-schemas.ts";
import type { Problem } from "./errors.ts";

/** Attributes of all schemas of one application at most, their sub-attributes included: nodes keep them in memory. */
const maxAttributes = 500;

/** The schemas in their normal form, to be saved only where there are no problems. */
export interface CheckedSchemas {
  readonly schemas: readonly Schema[];
  readonly documents: readonly JsonObject[];
  readonly problems: readonly Problem[];
}

/** Checks the schemas of a source application: each by itself, and that no two have one URN. */
export function validateSchemas(sent: readonly JsonValue[]): CheckedSchemas {
  const problems: Problem[] = [];
  const schemas: Schema[] = [];
  const seen = new Set<string>();
  sent.forEach((document, index) => {
    const where = `/schemas/${index}`;
    const schema = readSchema(document, where, problems);
    if (schema === undefined) return;
    const urn = schema.id.toLowerCase();
    if (seen.has(urn)) problems.push({ where: `${where}/id`, detail: `another schema has the URN ${schema.id}` });
    seen.add(urn);
    schemas.push(schema);
  });
  const attributes = schemas.reduce((sum, schema) => sum + countAttributes(schema), 0);
  if (attributes > maxAttributes) {
    const detail = `expected at most ${maxAttributes} attributes in all schemas together, found ${attributes}`;
    problems.push({ where: "/schemas", detail });
  }
  return { schemas, documents: schemas.map(schemaDocument), problems };
}

function readSchema(document: JsonValue, where: string, problems: Problem[]): Schema | undefined {
  try {
    return schemaFromDocument(document);
  } catch (error) {
    // The one way in which the protocol package says that a document is no schema.
    if (!(error instanceof ScimError)) throw error;
    problems.push({ where, detail: error.message });
    return undefined;
  }
}

function countAttributes({ attributes }: Schema): number {
  let count = attributes.size;
  for (const { subAttributes } of attributes.values()) count += subAttributes.size;
  return count;
}
