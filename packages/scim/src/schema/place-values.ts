import { lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { isObject, type JsonValue, own, type Resource } from "../resource.ts";
import { isUrn } from "../urns.ts";
import { coerceStorable } from "./coerce-value.ts";
import { equalValues } from "./equal-values.ts";
import { readContainer } from "./read-container.ts";
import { noteUnknown, type ReadNotes } from "./read-notes.ts";
import type { ResourceType } from "./resource-type.ts";

/** A canonical value that the client did not put where the schema has it. */
export interface OutOfPlace {
  /** URN of the extension it belongs to; undefined for the base schema. */
  readonly extension: string | undefined;
  readonly attribute: string;
  readonly value: JsonValue;
  /** What the client called it. */
  readonly name: string;
}

/**
 * Reads a top-level member that is neither a core attribute nor the container of a known extension, but means known
 * attributes all the same: `urn:…:User:department` (AMB-12), `department` where only one extension has it (AMB-15), and
 * the base schema's URN with an object.
 *
 * @returns the values; `unknownExtension` for a URN under which an extension that no schema describes may stand;
 * `undefined` for a name that means nothing, such as one that a known extension does not have.
 * @throws {ScimError} invalidValue as `coerceAttributeValue`.
 */
export function readOutOfPlace(
  type: ResourceType,
  name: string,
  value: JsonValue,
  notes: ReadNotes,
): OutOfPlace[] | "unknownExtension" | undefined {
  if (name.toLowerCase() === type.schema.id.toLowerCase()) {
    noteDialect(notes.dialects, "body.base-schema-container", name);
    const container = readContainer(type.schema, value, notes) ?? {};
    return Object.keys(container).map((attribute) => {
      return {
        extension: undefined,
        attribute,
        value: container[attribute] as JsonValue,
        name: `${name}:${attribute}`,
      };
    });
  }
  const colon = isUrn(name) ? name.lastIndexOf(":") : -1;
  const schema = colon === -1 ? undefined : name.slice(0, colon);
  // A dot is part of the name here: dotted keys belong to PATCH (AMB-11).
  const attribute = name.slice(colon + 1);
  const target = lookUpAttribute(type, { schema, attribute, subAttribute: undefined }, notes.dialects);
  if (target.kind !== "attribute") return target.kind === "unknownExtension" ? target.kind : undefined;
  if (colon !== -1) noteDialect(notes.dialects, "body.flat-urn-key", name);
  const canonical = coerceStorable(target.attribute, value, name, notes);
  if (canonical === undefined || target.attribute.name === "schemas") return [];
  return [{ extension: target.extension, attribute: target.attribute.name, value: canonical, name }];
}

/**
 * Puts values where their schema has them, unless the client also sent one in the right place: that one wins, and what
 * differs from it is noted as not kept.
 */
export function fillAbsent(resource: Resource, values: readonly OutOfPlace[], notes: ReadNotes): void {
  for (const { extension, attribute, value, name } of values) {
    let place: Resource = resource;
    if (extension !== undefined) {
      const container = own(resource, extension);
      place = isObject(container) ? container : {};
      resource[extension] = place;
    }
    const present = own(place, attribute);
    if (present === undefined) place[attribute] = value;
    else if (!equalValues(present, value)) noteUnknown(notes, name);
  }
}
