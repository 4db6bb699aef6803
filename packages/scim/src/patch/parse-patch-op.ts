import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { FilterOptions } from "../filter/parse-filter.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue } from "../resource.ts";
import { checkNoTwins } from "../schema/coerce-value.ts";
import { ScimError } from "../scim-error.ts";
import { patchOpUrn } from "../urns.ts";
import { inOperation } from "./in-operation.ts";
import type { PatchOperation, PatchVerb } from "./patch-operation.ts";

/** Bounds on a PATCH; those of `FilterOptions` hold for each of its paths. */
export interface PatchOpOptions extends FilterOptions {
  /** 1,000 unless given. */
  readonly maxOperations?: number;
}

const verbs: ReadonlyMap<string, PatchVerb> = new Map([
  ["add", "add"],
  ["remove", "remove"],
  ["replace", "replace"],
]);

/**
 * Reads the body of a PATCH into its operations, in their order (RFC 7644 section 3.5.2). Names and `op` are read in any
 * case, a missing `schemas` is tolerated (AMB-18), and no operations are no change (AMB-23).
 *
 * @throws {ScimError} invalidSyntax for a body of another shape or too many operations, noTarget for a `remove` without
 * a path, invalidValue for an `add` or `replace` without a value, invalidPath or invalidFilter for a malformed path;
 * a message about an operation begins with its position, "operation 2: "
 *
 * @example
 * parsePatchOp({ Operations: [{ op: "Replace", path: "active", value: "False" }] });
 */
export function parsePatchOp(body: JsonValue | undefined, options: PatchOpOptions = {}): PatchOperation[] {
  if (!isObject(body)) refuse(`the body: expected an object, found ${describeJsonType(body)}`);
  const members = membersInAnyCase(body, "");
  noteEnvelope(body, members, options);
  const operations = members.get("operations");
  if (!Array.isArray(operations)) {
    refuse(`Operations: expected an array of operations, found ${describeJsonType(operations)}`);
  }
  const maxOperations = options.maxOperations ?? 1000;
  if (operations.length > maxOperations) {
    refuse(`Operations: expected at most ${maxOperations} operations, found ${operations.length}`);
  }
  if (operations.length === 0) noteDialect(options.dialects, "patch.empty-operations", "Operations");
  return operations.map((operation, index) =>
    inOperation(index + 1, () => parseOperation(operation, index + 1, options)),
  );
}

function parseOperation(operation: JsonValue, position: number, options: PatchOpOptions): PatchOperation {
  if (!isObject(operation)) refuse(`expected an object, found ${describeJsonType(operation)}`);
  const members = membersInAnyCase(operation, "");
  const op = parseVerb(members.get("op"), options);
  const pathText = members.get("path") ?? undefined;
  const value = members.get("value");
  if (pathText === undefined) {
    if (op === "remove") throw new ScimError("noTarget", "remove needs a path that says what to remove");
  } else if (typeof pathText !== "string") {
    throw new ScimError("invalidPath", `path: expected a string, found ${describeJsonType(pathText)}`);
  }
  if (op !== "remove" && value === undefined) throw new ScimError("invalidValue", `${op} needs a value`);
  const path = pathText === undefined ? undefined : parseAttributePath(pathText, options);
  return Object.freeze({ position, op, path, value });
}

function parseVerb(op: JsonValue | undefined, options: PatchOpOptions): PatchVerb {
  const verb = typeof op === "string" ? verbs.get(op.toLowerCase()) : undefined;
  if (verb !== undefined) {
    if (verb !== op) noteDialect(options.dialects, "patch.op-capitalised", "op");
    return verb;
  }
  const found = typeof op === "string" ? JSON.stringify(op.slice(0, 40)) : describeJsonType(op);
  return refuse(`op: expected add, remove or replace, found ${found}`);
}

function noteEnvelope(body: JsonObject, members: Map<string, JsonValue>, options: PatchOpOptions): void {
  if (options.dialects === undefined) return;
  if (!Object.hasOwn(body, "Operations")) noteDialect(options.dialects, "patch.operations-case", "the body");
  const schemas = members.get("schemas") ?? [];
  const urn = patchOpUrn.toLowerCase();
  const named = Array.isArray(schemas) && schemas.some((one) => typeof one === "string" && one.toLowerCase() === urn);
  if (!named) noteDialect(options.dialects, "patch.schemas-missing", "schemas");
}

/** Members by lower-cased name. @throws {ScimError} invalidSyntax when two names differ only in case (ROWN-1-02) */
function membersInAnyCase(object: JsonObject, where: string): Map<string, JsonValue> {
  const names = Object.keys(object);
  const members = new Map<string, JsonValue>();
  for (const name of names) members.set(name.toLowerCase(), object[name] as JsonValue);
  if (members.size < names.length) checkNoTwins(object, where);
  return members;
}

function refuse(detail: string): never {
  throw new ScimError("invalidSyntax", detail);
}
