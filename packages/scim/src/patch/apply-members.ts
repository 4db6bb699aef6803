import { lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import type { Attribute, AttributeTable } from "../schema/attribute.ts";
import { checkNoTwins } from "../schema/coerce-value.ts";
import type { Schema } from "../schema/schema.ts";
import { ScimError } from "../scim-error.ts";
import { applyToAttribute } from "./apply-to-attribute.ts";
import type { PatchVerb } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";
import { patchUnknownExtension } from "./patch-unknown-extension.ts";
import { readKey } from "./read-key.ts";
import { checkImmutable, dropUnknown, expectObject } from "./replace-value.ts";

/**
 * Applies `add` or `replace` without a path: each member of the value by its own rule, what is not named stays
 * (R7644-3.5.2.1-01, R7644-3.5.2.3-01). A key may also be a path: `name.givenName` (AMB-11), `urn:…:User:department`
 * (AMB-12), `emails[type eq "work"].value`. What nothing knows is noted and not kept (AMB-16).
 */
export function applyMembers(state: PatchState, op: PatchVerb, value: JsonObject): void {
  let respelled = false;
  for (const name of Object.keys(value)) {
    const member = value[name] as JsonValue;
    const attribute = state.type.attributes.get(name.toLowerCase());
    respelled ||= attribute?.name !== name;
    if (attribute !== undefined) applyMember(state, op, undefined, attribute, member);
    else applyKey(state, op, name, member);
  }
  // Two names can only mean the same attribute when at least one of them is not spelled as in the schema.
  if (respelled) checkNoTwins(value, "");
}

/** Applies an operation to all that an extension holds: `add` and `replace` merge, null clears, `remove` removes. */
export function applyToExtension(
  state: PatchState,
  op: PatchVerb,
  extension: Schema,
  value: JsonValue | undefined,
  where: string,
): void {
  const isCleared =
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (op === "remove" || isCleared) {
    if (op !== "add") clearExtension(state, extension, where);
    return;
  }
  const sent = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (sent !== value) noteDialect(state.notes.dialects, "complex.array-of-one", where);
  applyTableMembers(state, op, extension, expectObject(sent, where));
}

function clearExtension(state: PatchState, extension: Schema, where: string): void {
  const isRequired = state.type.extensions.some(({ schema, required }) => required && schema === extension);
  if (isRequired) throw new ScimError("mutability", `${where}: the extension is required and cannot be removed`);
  const container = state.resource[extension.id];
  if (container === undefined) return;
  for (const [name, value] of Object.entries(container as JsonObject)) {
    const attribute = extension.attributes.get(name.toLowerCase());
    if (attribute !== undefined) checkImmutable(attribute, value, undefined, `${extension.id}:${name}`);
  }
  delete state.resource[extension.id];
}

function applyTableMembers(state: PatchState, op: PatchVerb, extension: Schema, value: JsonObject): void {
  for (const name of Object.keys(value)) {
    const attribute = extension.attributes.get(name.toLowerCase());
    if (attribute !== undefined) applyMember(state, op, extension, attribute, value[name] as JsonValue);
    else if (isDotted(extension.attributes, name))
      applyKey(state, op, `${extension.id}:${name}`, value[name] as JsonValue);
    else dropUnknown(state, name, value[name] as JsonValue, extension.id, ":");
  }
  checkNoTwins(value, extension.id);
}

function isDotted(table: AttributeTable, name: string): boolean {
  const dot = name.indexOf(".");
  return dot > 0 && table.has(name.slice(0, dot).toLowerCase());
}

function applyMember(
  state: PatchState,
  op: PatchVerb,
  extension: Schema | undefined,
  attribute: Attribute,
  value: JsonValue,
): void {
  applyToAttribute(state, {
    op,
    target: { kind: "attribute", extension: extension?.id, attribute, subAttribute: undefined, filter: undefined },
    written: undefined,
    value,
    where: extension === undefined ? attribute.name : `${extension.id}:${attribute.name}`,
    explicit: false,
  });
}

/** Applies a member whose name is not simply that of a core attribute. */
function applyKey(state: PatchState, op: PatchVerb, name: string, value: JsonValue): void {
  const { type, notes } = state;
  const path = readKey(name);
  if (path === undefined || lookUpAttribute(type, path).kind === "none") {
    dropUnknown(state, name, value, "");
    return;
  }
  const target = resolveAttributePath(type, path, notes.dialects);
  if (target.kind === "schema") {
    if (target.extension === undefined) applyMembers(state, op, expectObject(value, name));
    else applyToExtension(state, op, target.extension, value, name);
    return;
  }
  if (path.filter !== undefined) noteDialect(notes.dialects, "patch.value-path-keys", name);
  else if (path.schema !== undefined && path.attribute !== undefined)
    noteDialect(notes.dialects, "patch.flat-urn-keys", name);
  else if (path.subAttribute !== undefined) noteDialect(notes.dialects, "patch.dotted-keys", name);
  if (target.kind === "unknownExtension") patchUnknownExtension(state, op, target, value, name);
  else applyToAttribute(state, { op, target, written: path.filter, value, where: name, explicit: false });
}
