import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { describeJsonType, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import type { ReadNotes } from "./read-notes.ts";
import type { ResourceType } from "./resource-type.ts";

/** The standard's own schemas and messages: a body that names only these is meant for another endpoint. */
const reservedPrefixes = ["urn:ietf:params:scim:schemas:core:2.0:", "urn:ietf:params:scim:api:"];

/**
 * Checks the `schemas` that a client sent. What it lists decides nothing: a missing base schema is assumed (AMB-18) and
 * URNs that are neither known nor carried are ignored and not stored (AMB-17); both are noted.
 *
 * @param carried The `schemas` that the resource really has.
 * @throws {ScimError} invalidValue when it is no list of strings; invalidSyntax when it names a schema or message of the standard
 * in place of the base schema, and in strict mode when the base schema is missing or a URN is neither the base schema
 * nor an extension of the type (R7643-3-01).
 */
export function readSchemas(
  type: ResourceType,
  sent: JsonValue,
  carried: readonly string[],
  notes: ReadNotes,
  strict: boolean,
): void {
  const urns = new Set(urnsIn(sent));
  const base = type.schema.id.toLowerCase();
  if (!urns.delete(base)) {
    const foreign = [...urns].some((urn) => reservedPrefixes.some((prefix) => urn.startsWith(prefix)));
    if (strict || foreign) throw new ScimError("invalidSyntax", `schemas: ${type.schema.id} is missing`);
    noteDialect(notes.dialects, "schemas.base-missing", "schemas");
  }
  for (const urn of urns) {
    if (type.extensionsByUrn.has(urn)) continue;
    if (strict) throw new ScimError("invalidSyntax", `schemas: ${urn} is no schema of ${type.name}`);
    if (!carried.some((known) => known.toLowerCase() === urn))
      noteDialect(notes.dialects, "schemas.unknown-urn", "schemas");
  }
}

/** Lower-cased, since URNs compare without case. */
function urnsIn(sent: JsonValue): string[] {
  if (sent === null || sent === "") return [];
  const list = Array.isArray(sent) ? sent : [sent];
  return list.flatMap((urn, index) => {
    if (typeof urn === "string") return [urn.toLowerCase()];
    if (urn === null) return [];
    const where = Array.isArray(sent) ? `schemas[${index}]` : "schemas";
    throw new ScimError("invalidValue", `${where}: expected a string, found ${describeJsonType(urn)}`);
  });
}
