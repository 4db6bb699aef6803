import type { DialectLog } from "../dialects/dialect.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue, type Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { carriedSchemas } from "./carried-schemas.ts";
import { checkFinalResource } from "./check-final-resource.ts";
import { checkName } from "./check-text.ts";
import { checkNoTwins, coerceStorable } from "./coerce-value.ts";
import { fillAbsent, type OutOfPlace, readOutOfPlace } from "./place-values.ts";
import { readContainer } from "./read-container.ts";
import { noteUnknown, type ReadNotes, readNotes } from "./read-notes.ts";
import { readSchemas } from "./read-schemas.ts";
import type { ResourceType } from "./resource-type.ts";
import { checkDroppedValue, keepUnknownValue } from "./unknown-values.ts";

export interface ValidateOptions {
  /** Refuses unknown names and wrong `schemas` instead of noting them (AMB-16, AMB-18). */
  readonly strict?: boolean;
  /** Where the names of the dialects that the body made use of go. */
  readonly dialects?: DialectLog;
}

/** A body as it will be stored, and what reading it noticed. */
export interface ValidatedResource {
  readonly resource: Resource;
  /** Paths received and neither known nor kept, without indexes, at most 100. */
  readonly unknown: readonly string[];
  /** Names of the tolerated deviations that the body needed. */
  readonly dialects: readonly string[];
}

/** Containers of extensions that no schema describes, in one resource. */
const maxUnknownExtensions = 50;

/**
 * Turns a client's body for create or replace into a canonical resource (RFC 7643 section 2, RFC 7644 sections 3.3 and
 * 3.5.1): names in the case of their schema, extension attributes in the container of their URN, nothing null or empty,
 * `schemas` computed from what is carried. Read-only attributes are ignored, `password` is checked and dropped,
 * containers of unknown extensions are kept as they are, other unknown names are noted and not kept.
 *
 * @throws {ScimError} invalidSyntax when the body is no object, has a forbidden name, two names that differ only in
 * case, or more than 16 levels; invalidValue, with the path, for a wrong type or format, a missing required value, two
 * primary values, and text that cannot be stored.
 * @example
 * validateResource(userResourceType, { USERNAME: "ann", active: "True", department: "Lab" }).resource;
 * // { schemas: [core, enterprise], userName: "ann", active: true, "urn:…:enterprise:2.0:User": { department: "Lab" } }
 */
export function validateResource(
  type: ResourceType,
  body: JsonValue | undefined,
  options: ValidateOptions = {},
): ValidatedResource {
  if (!isObject(body)) {
    throw new ScimError("invalidSyntax", `The body: expected an object, found ${describeJsonType(body)}`);
  }
  const notes = readNotes(options.dialects);
  const resource = readAttributes(type, body, notes, options.strict === true);
  if (options.strict === true && notes.unknown.size > 0) {
    throw new ScimError("invalidSyntax", `Not an attribute of ${type.name}: ${[...notes.unknown].join(", ")}`);
  }
  checkFinalResource(type, resource);
  return { resource, unknown: [...notes.unknown], dialects: [...notes.dialects] };
}

function readAttributes(type: ResourceType, body: JsonObject, notes: ReadNotes, strict: boolean): Resource {
  // Set first, so that every resource begins with it; the real value is known last.
  const resource: Resource = { schemas: [] };
  const outOfPlace: OutOfPlace[] = [];
  let sentSchemas: JsonValue = null;
  let respelled = false;
  let unknownExtensions = 0;
  for (const name of Object.keys(body)) {
    const value = body[name] as JsonValue;
    const folded = name.toLowerCase();
    const attribute = type.attributes.get(folded);
    if (attribute !== undefined) {
      respelled ||= attribute.name !== name;
      if (folded === "schemas") sentSchemas = value;
      else assign(resource, attribute.name, coerceStorable(attribute, value, attribute.name, notes));
      continue;
    }
    const extension = type.extensionsByUrn.get(folded);
    if (extension !== undefined) {
      respelled ||= extension.id !== name;
      assign(resource, extension.id, readContainer(extension, value, notes));
      continue;
    }
    respelled = true;
    checkName(name, "");
    const found = readOutOfPlace(type, name, value, notes);
    if (Array.isArray(found)) {
      outOfPlace.push(...found);
    } else if (found === "unknownExtension" && isObject(value) && !strict) {
      unknownExtensions += 1;
      assign(resource, name, keepUnknownValue(value, name));
    } else {
      checkDroppedValue(value, name);
      noteUnknown(notes, name);
    }
  }
  // Two names can only mean the same attribute when at least one of them is not spelled as in the schema.
  if (respelled) checkNoTwins(body, "");
  if (unknownExtensions > maxUnknownExtensions) {
    throw new ScimError("invalidValue", `The body: more than ${maxUnknownExtensions} extensions that are not known`);
  }
  fillAbsent(resource, outOfPlace, notes);
  const carried = carriedSchemas(type, resource);
  resource.schemas = carried;
  readSchemas(type, sentSchemas, carried, notes, strict);
  return resource;
}

function assign(resource: Resource, name: string, value: JsonValue | undefined): void {
  if (value !== undefined) resource[name] = value;
}
