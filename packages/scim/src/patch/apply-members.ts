import { lookUpAttribute, type UnknownExtensionTarget } from "../attribute-path/look-up-attribute.ts";
import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { checkNoTwins } from "../schema/coerce-value.ts";
import type { Schema } from "../schema/schema.ts";
import { checkDroppedValue } from "../schema/unknown-values.ts";
import { ScimError } from "../scim-error.ts";
import { isUrn } from "../urns.ts";
import { applyToAttribute } from "./apply-to-attribute.ts";
import type { PatchVerb } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";
import { patchUnknownExtension } from "./patch-unknown-extension.ts";
import { patchValue } from "./patch-value.ts";
import { dropUnknown, put } from "./replace-value.ts";

/**
 * Applies an operation without a path: each member of its value by its own rule, the others stay (R7644-3.5.2.1-01,
 * R7644-3.5.2.3-01). A member may be named by a path, by a qualified name, or be the container of an extension
 * (AMB-11, AMB-12); what nothing knows is noted and not kept (AMB-16).
 */
export function applyMembers(state: PatchState, op: PatchVerb, members: JsonObject): void {
  checkNoTwins(members, "");
  for (const name of Object.keys(members)) applyMember(state, op, name, members[name] as JsonValue);
}

function applyMember(state: PatchState, op: PatchVerb, name: string, value: JsonValue): void {
  const attribute = state.type.attributes.get(name.toLowerCase());
  if (attribute !== undefined) {
    applyBaseMember(state, op, attribute, value);
    return;
  }
  const extension = state.type.extensionsByUrn.get(name.toLowerCase());
  if (extension !== undefined) {
    if (isObject(value)) applyTableMembers(state, op, extension, value, extension.id);
    else if (value === null && op === "replace") delete state.resource[extension.id];
    else if (value !== null) throw new ScimError("invalidValue", `${extension.id}: expected an object`);
    return;
  }
  if (!applyNamedByPath(state, op, name, value)) dropUnknown(state, name, value, "");
}

function applyBaseMember(state: PatchState, op: PatchVerb, attribute: Attribute, value: JsonValue): void {
  // What a resource carries decides its `schemas`; naming them along with the rest says nothing more.
  if (attribute.name === "schemas") return;
  if (attribute.mutability === "readOnly") {
    checkDroppedValue(value, attribute.name);
    const otherId = attribute.name === "id" && state.id !== undefined && value !== state.id;
    if (otherId) throw new ScimError("mutability", "id: the value is the service provider's and cannot be changed");
    return;
  }
  const current = own(state.resource, attribute.name);
  put(state.resource, attribute.name, patchValue(state, op, attribute, current, value, attribute.name));
}

/** Applies the members of an extension's container; the others stay. */
export function applyTableMembers(
  state: PatchState,
  op: PatchVerb,
  extension: Schema,
  members: JsonObject,
  where: string,
): void {
  checkNoTwins(members, where);
  const before = own(state.resource, extension.id);
  const container: JsonObject = isObject(before) ? { ...before } : {};
  for (const name of Object.keys(members)) {
    const value = members[name] as JsonValue;
    const attribute = extension.attributes.get(name.toLowerCase());
    if (attribute === undefined) {
      dropUnknown(state, name, value, where);
    } else if (attribute.mutability !== "readOnly") {
      const path = `${where}:${attribute.name}`;
      put(container, attribute.name, patchValue(state, op, attribute, own(container, attribute.name), value, path));
    }
  }
  put(state.resource, extension.id, Object.keys(container).length === 0 ? undefined : container);
}

/** Applies a member whose name is a path: `name.givenName`, `urn:…:User:department`, `emails[type eq "work"].value`. */
function applyNamedByPath(state: PatchState, op: PatchVerb, name: string, value: JsonValue): boolean {
  const { dialects } = state.notes;
  if (isUrn(name) && isObject(value) && lookUpUrn(state, name) === undefined) {
    patchUnknownExtension(state, op, wholeExtension(name), value, name);
    return true;
  }
  const path = parsed(name);
  if (path === undefined) return false;
  const meaning = lookUpAttribute(state.type, path);
  if (meaning.kind === "none") return false;
  const target = resolveAttributePath(state.type, path, dialects);
  if (target.kind === "schema") return false;
  if (path.schema !== undefined) dialects.add("patch.flat-urn-keys");
  else if (path.filter !== undefined) dialects.add("patch.value-path-keys");
  else if (path.subAttribute !== undefined) dialects.add("patch.dotted-keys");
  if (target.kind === "unknownExtension") patchUnknownExtension(state, op, target, value, name);
  else applyToAttribute(state, { op, path, value }, target, name);
  return true;
}

function lookUpUrn(state: PatchState, name: string): true | undefined {
  const path = parsed(name);
  if (path === undefined) return undefined;
  const meaning = lookUpAttribute(state.type, path);
  return meaning.kind === "attribute" || meaning.kind === "schema" ? true : undefined;
}

function wholeExtension(urn: string): UnknownExtensionTarget {
  return { kind: "unknownExtension", urn, attribute: undefined, subAttribute: undefined };
}

/** A member's name as a path; undefined where it is none: then it is an unknown name, which refuses nothing. */
function parsed(name: string) {
  try {
    return parseAttributePath(name);
  } catch (error) {
    // A name that is no path is not the client's error here (AMB-16).
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}
