import type { DialectLog } from "../dialects/dialect.ts";
import { own, type Resource } from "../resource.ts";
import { carriedSchemas } from "../schema/carried-schemas.ts";
import { checkFinalResource } from "../schema/check-final-resource.ts";
import { equalValues } from "../schema/equal-values.ts";
import { readNotes } from "../schema/read-notes.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { keepUnknownValue } from "../schema/unknown-values.ts";
import { ScimError } from "../scim-error.ts";
import { isUrn } from "../urns.ts";
import { applyOperation } from "./apply-operation.ts";
import { inOperation } from "./in-operation.ts";
import type { PatchOperation } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";

export interface ApplyPatchOptions {
  /** Refuses `replace` of values that a filter does not find (noTarget) and unknown members (invalidSyntax). */
  readonly strict?: boolean;
  /** Where the names of the dialects that the operations made use of go. */
  readonly dialects?: DialectLog;
}

/** What became of a resource. */
export interface PatchedResource {
  /** In canonical form; the very resource that was given when nothing changed. */
  readonly resource: Resource;
  /** False when the operations left every value as it was (ROWN-13-05). */
  readonly changed: boolean;
  /** Paths received and neither known nor kept, without indexes, at most 100. */
  readonly unknown: readonly string[];
}

/** Elements of multi-valued attributes that all operations together may look at: less than 100 ms of work. */
const maxElements = 60_000;
/** Containers of extensions that no schema describes, in one resource. */
const maxUnknownExtensions = 50;

/**
 * Applies operations to a resource in canonical form, in their order, all or none (RFC 7644 section 3.5.2). Changes
 * nothing in what it is given. `password` is accepted and dropped. Membership is not part of a resource: take it out with
 * `splitMemberOperations` first.
 *
 * @param resource with its `id` where the caller knows it: sending the same one is then ignored, another one refused
 * @throws {ScimError} as patch-cases.ts shows for each shape of path, beginning with the operation's position; invalidValue
 * without a position when the finished resource lacks a required value or has two primary ones
 *
 * @example
 * const operations = parsePatchOp({ Operations: [{ op: "replace", path: "title", value: "Dr" }] });
 * applyPatch(userResourceType, { userName: "ann" }, operations).resource.title; // "Dr"
 */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly PatchOperation[],
  options: ApplyPatchOptions = {},
): PatchedResource {
  const strict = options.strict === true;
  const notes = readNotes(options.dialects);
  const state: PatchState = { type, resource: { ...resource }, strict, notes, elementsLeft: maxElements };
  for (const operation of operations) inOperation(operation.position, () => applyOperation(state, operation));
  const unknown = [...notes.unknown];
  if (strict && unknown.length > 0) {
    throw new ScimError("invalidSyntax", `Not an attribute of ${type.name}: ${unknown.join(", ")}`);
  }
  if (equalButSchemas(resource, state.resource)) return { resource, changed: false, unknown };
  checkFinalResource(type, state.resource);
  checkUnknownExtensions(type, resource, state.resource);
  state.resource.schemas = carriedSchemas(type, state.resource);
  return { resource: state.resource, changed: true, unknown };
}

/** Compares what the operations may have changed; `schemas` follows from the rest. */
function equalButSchemas(before: Resource, after: Resource): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete("schemas");
  for (const name of names) if (!equalValues(own(before, name), own(after, name))) return false;
  return true;
}

/** Bounds what many small operations may pile up, as a whole body's are bounded. @throws {ScimError} invalidValue */
function checkUnknownExtensions(type: ResourceType, before: Resource, after: Resource): void {
  const urns = Object.keys(after).filter((name) => isUrn(name) && !type.extensionsByUrn.has(name.toLowerCase()));
  if (urns.length > maxUnknownExtensions) {
    throw new ScimError("invalidValue", `more than ${maxUnknownExtensions} extensions that are not known`);
  }
  for (const urn of urns) if (after[urn] !== before[urn]) keepUnknownValue(after[urn] ?? null, urn);
}
