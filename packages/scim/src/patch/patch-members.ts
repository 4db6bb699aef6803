import type { AttributePath } from "../attribute-path/attribute-path.ts";
import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import type { DialectLog } from "../dialects/dialect.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Filter } from "../filter/filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import { isObject, type JsonObject, type JsonValue } from "../resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";
import { inOperation } from "./in-operation.ts";
import type { MemberChange } from "./member-change.ts";
import { maxMemberIds, memberIds } from "./member-ids.ts";
import type { PatchOperation, PatchVerb } from "./patch-operation.ts";

/** A PATCH in two parts. */
export interface SplitOperations {
  /** What is not about members, in its order and with its positions. */
  readonly rest: readonly PatchOperation[];
  readonly members: readonly MemberChange[];
}

/** Removals by a filter that does not name its members, in one request. */
const maxSearches = 50;

/** What splitting carries along. */
interface Splitting {
  readonly type: ResourceType;
  readonly dialects: DialectLog | undefined;
  readonly members: MemberChange[];
}

/**
 * Takes what a PATCH says about `members` out of its operations, so that a group is changed without its members being
 * loaded (RFC 7644 section 3.5.2; AMB-08). Of a resource type without `members` nothing is taken.
 *
 * @throws {ScimError} invalidValue for a member without an id, more than 100,000 of them, or more than 50 removals by a
 * filter; mutability for a change of a member itself
 *
 * @example
 * const operations = parsePatchOp({ Operations: [{ op: "remove", path: 'members[value eq "7f1c"]' }] });
 * splitMemberOperations(groupResourceType, operations).members; // [{ kind: "remove", ids: ["7f1c"] }]
 */
export function splitMemberOperations(
  type: ResourceType,
  operations: readonly PatchOperation[],
  options: { readonly dialects?: DialectLog } = {},
): SplitOperations {
  if (!type.attributes.has("members")) return { rest: operations, members: [] };
  const splitting: Splitting = { type, dialects: options.dialects, members: [] };
  const rest = operations.flatMap((operation) =>
    inOperation(operation.position, () => splitOperation(splitting, operation) ?? []),
  );
  checkCounts(splitting.members);
  return { rest, members: splitting.members };
}

/** Each removal by a filter is a search of its own. @throws {ScimError} invalidValue */
function checkCounts(members: readonly MemberChange[]): void {
  const ids = members.reduce((sum, change) => sum + ("ids" in change ? change.ids.length : 0), 0);
  if (ids > maxMemberIds) {
    throw new ScimError("invalidValue", `members: expected at most ${maxMemberIds} members, found ${ids}`);
  }
  const searches = members.filter(({ kind }) => kind === "removeWhere").length;
  if (searches > maxSearches) {
    throw new ScimError(
      "invalidValue",
      `members: expected at most ${maxSearches} removals by a filter, found ${searches}`,
    );
  }
}

/** @returns what is left of the operation; undefined when all of it was about members */
function splitOperation(splitting: Splitting, operation: PatchOperation): PatchOperation | undefined {
  const { op, path, value } = operation;
  if (path !== undefined && isMembersPath(splitting.type, path)) {
    changeMembers(splitting, op, path, value);
    return undefined;
  }
  const isWholeResource = path === undefined || isBaseUrn(splitting.type, path);
  if (!isWholeResource || !isObject(value) || op === "remove") return operation;
  const rest = withoutMembers(splitting, op, value);
  if (rest === value) return operation;
  return Object.keys(rest).length === 0 ? undefined : { ...operation, value: rest };
}

/** Takes the members out of a value without a path, however the key names them. @returns the same value if it has none */
function withoutMembers(splitting: Splitting, op: PatchVerb, value: JsonObject): JsonObject {
  const rest: [string, JsonValue][] = [];
  let taken = false;
  for (const name of Object.keys(value)) {
    const member = value[name] as JsonValue;
    const path = membersKey(splitting.type, name);
    if (path !== undefined && isMembersPath(splitting.type, path)) {
      taken = true;
      changeMembers(splitting, op, path, member);
    } else if (path !== undefined && isObject(member)) {
      const inner = withoutMembers(splitting, op, member);
      taken ||= inner !== member;
      rest.push([name, inner]);
    } else {
      rest.push([name, member]);
    }
  }
  // Object.fromEntries defines its members, also one called "__proto__", which an assignment would not.
  return taken ? Object.fromEntries(rest) : value;
}

/** Reads a key as a path when it may be about members: by name, by a path, or by the base schema's URN. */
function membersKey(type: ResourceType, name: string): AttributePath | undefined {
  const lower = name.toLowerCase();
  if (!lower.includes("members") && lower !== type.schema.id.toLowerCase()) return undefined;
  try {
    const path = parseAttributePath(name);
    return isMembersPath(type, path) || isBaseUrn(type, path) ? path : undefined;
  } catch (error) {
    // Caught because a key that is no path is an unknown member, which stays with the rest.
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function isMembersPath(type: ResourceType, path: AttributePath): boolean {
  if (path.attribute?.toLowerCase() !== "members") return false;
  return path.schema === undefined || path.schema.toLowerCase() === type.schema.id.toLowerCase();
}

function isBaseUrn(type: ResourceType, path: AttributePath): boolean {
  return path.attribute === undefined && path.schema?.toLowerCase() === type.schema.id.toLowerCase();
}

function changeMembers(splitting: Splitting, op: PatchVerb, path: AttributePath, value: JsonValue | undefined): void {
  const { dialects, members } = splitting;
  const target = resolveAttributePath(splitting.type, path, dialects);
  if (target.kind !== "attribute") return;
  if (target.subAttribute !== undefined) {
    throw new ScimError("mutability", `${formatAttributePath(path)}: a member is added or removed, never changed`);
  }
  if (path.filter !== undefined && target.filter !== undefined) {
    changeSelected(splitting, op, path, target.filter, value);
  } else if (op !== "remove") {
    members.push({ kind: op === "add" ? "add" : "replaceAll", ids: memberIds(value ?? null, dialects) });
  } else if (value === undefined || value === null) {
    members.push({ kind: "removeAll" });
  } else {
    // By the letter the value says nothing and the group is emptied; clients mean the members they list (AMB-08).
    noteDialect(dialects, "patch.remove-with-values", formatAttributePath(path));
    members.push({ kind: "remove", ids: memberIds(value, dialects) });
  }
}

/** Changes the members that a filter selects: by their ids where it names them, so that nothing need be looked up. */
function changeSelected(
  { dialects, members }: Splitting,
  op: PatchVerb,
  path: AttributePath,
  filter: ResolvedFilter,
  value: JsonValue | undefined,
): void {
  const ids = path.filter === undefined ? undefined : idsOf(path.filter);
  if (op === "remove") {
    members.push(ids === undefined ? { kind: "removeWhere", filter } : { kind: "remove", ids });
    return;
  }
  if (ids === undefined) throw new ScimError("noTarget", `${formatAttributePath(path)}: members are added by their id`);
  const sent = value === undefined || (isObject(value) && !namesMember(value)) ? ids : memberIds(value, dialects);
  if (op === "replace") {
    const kept = new Set(sent);
    members.push({ kind: "remove", ids: ids.filter((id) => !kept.has(id)) });
  }
  members.push({ kind: "add", ids: op === "add" ? ids : sent });
}

function namesMember(member: JsonObject): boolean {
  return Object.keys(member).some((name) => name.toLowerCase() === "value" || name.toLowerCase() === "$ref");
}

/** The ids that a filter names when it says nothing but `value eq "…"`, joined by `or`. */
function idsOf(filter: Filter): string[] | undefined {
  const terms = filter.kind === "or" ? filter.terms : [filter];
  const ids = new Set<string>();
  for (const term of terms) {
    const isId = term.kind === "comparison" && term.operator === "eq" && term.name.attribute?.toLowerCase() === "value";
    if (!isId || term.value === null) return undefined;
    ids.add(term.text ?? String(term.value));
  }
  return [...ids];
}
