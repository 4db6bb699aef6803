import type { DialectLog } from "../dialects/dialect.ts";
import { own, type Resource } from "../resource.ts";
import { carriedSchemas } from "../schema/carried-schemas.ts";
import { checkFinalResource } from "../schema/check-final-resource.ts";
import { equalValues } from "../schema/equal-values.ts";
import { readNotes } from "../schema/read-notes.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { applyOperation } from "./apply-operation.ts";
import { inOperation } from "./in-operation.ts";
import type { PatchOperation } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";

export interface ApplyPatchOptions {
  /** Answers `replace` of a value that the filter does not find with noTarget instead of creating it (AMB-10). */
  readonly strict?: boolean;
  /** Where the names of the tolerated deviations go. */
  readonly dialects?: DialectLog;
}

export interface PatchedResource {
  /** The given resource itself when nothing changed. */
  readonly resource: Resource;
  readonly changed: boolean;
  /** Paths that were received and are not kept, at most 100. */
  readonly unknown: readonly string[];
}

/** Elements of multi-valued attributes that the operations of one PATCH may look at, all together. */
const maxElements = 1_000_000;

/**
 * Applies the operations of a PATCH in their order, each on the result of the one before, all or none (RFC 7644 section
 * 3.5.2). Pure: the given resource is never changed. An operation that changes nothing is a success.
 *
 * @param resource canonical, with its `id` where the caller knows it; without `meta`, `groups` and `members`
 * @throws {ScimError} invalidPath, invalidFilter, invalidValue, noTarget, mutability, with the operation's position
 *
 * @example
 * const operations = parsePatchOp({ Operations: [{ op: "replace", path: "active", value: false }] });
 * applyPatch(userResourceType, { schemas: [coreUserUrn], userName: "ann", active: true }, operations).changed; // true
 */
export function applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly PatchOperation[],
  options: ApplyPatchOptions = {},
): PatchedResource {
  const notes = readNotes();
  const id = own(resource, "id");
  const state: PatchState = {
    type,
    resource: { ...resource },
    id: typeof id === "string" ? id : undefined,
    strict: options.strict ?? false,
    notes,
    elementsLeft: maxElements,
  };
  for (const operation of operations) inOperation(operation.position, () => applyOperation(state, operation));
  for (const dialect of notes.dialects) options.dialects?.add(dialect);
  const unknown = [...notes.unknown];
  const patched: Resource = { ...state.resource, schemas: carriedSchemas(type, state.resource) };
  if (equalValues(patched, resource)) return { resource, changed: false, unknown };
  checkFinalResource(type, patched);
  return { resource: patched, changed: true, unknown };
}
