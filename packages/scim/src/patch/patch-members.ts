import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import type { DialectLog } from "../dialects/dialect.ts";
import type { Filter } from "../filter/filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";
import { inOperation } from "./in-operation.ts";
import type { PatchOperation } from "./patch-operation.ts";

/** One change of a group's members, in the order of the operations; ids are as the client sent them. */
export type MemberChange =
  | { readonly kind: "add" | "remove" | "replaceAll"; readonly ids: readonly string[] }
  /** Over one member: `value`, `type`, `display`. */
  | { readonly kind: "removeWhere"; readonly filter: ResolvedFilter }
  | { readonly kind: "removeAll" };

/** What a sequence of member changes comes to. */
export interface MemberEffect {
  /** `replace`: the members afterwards are those in `add` and nobody else. */
  readonly mode: "delta" | "replace";
  readonly add: ReadonlySet<string>;
  readonly remove: ReadonlySet<string>;
  /** Applied to the members as they were before the request, save those in `add`. */
  readonly removeWhere: readonly ResolvedFilter[];
}

/** Ids in one request. */
const maxIds = 100_000;

/**
 * Takes what a PATCH says about `members` out of its operations, so that a group is changed without its members being
 * loaded (RFC 7644 section 3.5.2; AMB-08). The other operations stay, in their order.
 *
 * @throws {ScimError} invalidValue for a member without an id or more than 100,000 of them; mutability for a
 * sub-attribute of a member
 */
export function splitMemberOperations(
  type: ResourceType,
  operations: readonly PatchOperation[],
  options: { readonly dialects?: DialectLog } = {},
): { readonly rest: readonly PatchOperation[]; readonly members: readonly MemberChange[] } {
  const rest: PatchOperation[] = [];
  const members: MemberChange[] = [];
  for (const operation of operations) {
    inOperation(operation.position, () => split(type, operation, rest, members, options.dialects));
  }
  return { rest, members };
}

function split(
  type: ResourceType,
  operation: PatchOperation,
  rest: PatchOperation[],
  members: MemberChange[],
  dialects: DialectLog | undefined,
): void {
  const { op, path, value } = operation;
  if (path === undefined) {
    if (!isObject(value)) {
      rest.push(operation);
      return;
    }
    const [name, others] = withoutMembers(value);
    if (name !== undefined) members.push(changeAll(op === "add" ? "add" : "replace", value[name] as JsonValue));
    if (name === undefined || Object.keys(others).length > 0) rest.push({ ...operation, value: others });
    return;
  }
  if (path.attribute?.toLowerCase() !== "members") {
    rest.push(operation);
    return;
  }
  const target = resolveAttributePath(type, path, dialects);
  if (target.kind !== "attribute" || target.attribute.name !== "members") {
    rest.push(operation);
    return;
  }
  if (target.subAttribute !== undefined) {
    throw new ScimError("mutability", `${formatAttributePath(path)}: a member is added or removed, never changed`);
  }
  if (target.filter !== undefined && path.filter !== undefined) {
    const ids = idsOf(path.filter);
    if (op === "remove")
      members.push(ids === undefined ? { kind: "removeWhere", filter: target.filter } : { kind: "remove", ids });
    else if (ids === undefined)
      throw new ScimError("noTarget", `${formatAttributePath(path)}: members are added by their id`);
    else members.push({ kind: "add", ids });
    return;
  }
  if (op !== "remove") {
    members.push(changeAll(op, value ?? null));
  } else if (value === undefined || value === null) {
    members.push({ kind: "removeAll" });
  } else {
    // By the letter the value says nothing and the group is emptied; clients mean the members they list (AMB-08).
    dialects?.add("patch.remove-with-values");
    members.push({ kind: "remove", ids: memberIds(value) });
  }
}

/** Finds the member `members` in any case, and the object without it. */
function withoutMembers(value: JsonObject): [string | undefined, JsonObject] {
  const name = Object.keys(value).find((key) => key.toLowerCase() === "members");
  if (name === undefined) return [undefined, value];
  const { [name]: _, ...others } = value;
  return [name, others];
}

function changeAll(op: "add" | "replace", value: JsonValue): MemberChange {
  return { kind: op === "add" ? "add" : "replaceAll", ids: memberIds(value) };
}

/**
 * Reads the ids of members: objects with `value`, or with only a `$ref` that ends in the id, or bare ids.
 *
 * @throws {ScimError} invalidValue
 */
export function memberIds(value: JsonValue): string[] {
  if (value === null) return [];
  const elements = Array.isArray(value) ? value : [value];
  if (elements.length > maxIds) {
    throw new ScimError("invalidValue", `members: expected at most ${maxIds} members, found ${elements.length}`);
  }
  return [...new Set(elements.map(memberId))];
}

function memberId(member: JsonValue, index: number): string {
  if (typeof member === "string" && member !== "") return member;
  if (isObject(member)) {
    const id = ownInAnyCase(member, "value");
    if (typeof id === "string" && id !== "") return id;
    const reference = ownInAnyCase(member, "$ref");
    const last = typeof reference === "string" ? reference.slice(reference.lastIndexOf("/") + 1) : "";
    if (last !== "" && (id === undefined || id === null)) return last;
    const found = id === undefined ? "nothing" : id === "" ? "empty text" : describeJsonType(id);
    throw new ScimError("invalidValue", `members[${index}].value: expected the id of a user or group, found ${found}`);
  }
  throw new ScimError("invalidValue", `members[${index}]: expected an object, found ${describeJsonType(member)}`);
}

function ownInAnyCase(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return own(object, name);
  const found = Object.keys(object).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : object[found];
}

/** The ids that a filter names when it says nothing but `value eq "…"`, joined by `or`. */
function idsOf(filter: Filter): string[] | undefined {
  const terms = filter.kind === "or" ? filter.terms : [filter];
  const ids: string[] = [];
  for (const term of terms) {
    const isId = term.kind === "comparison" && term.operator === "eq" && term.name.attribute?.toLowerCase() === "value";
    if (!isId || term.value === null) return undefined;
    ids.push(term.text ?? String(term.value));
  }
  return [...new Set(ids)];
}

/**
 * Works out what a sequence of member changes comes to: the later one wins.
 *
 * @returns undefined for no changes at all
 */
export function foldMemberChanges(changes: readonly MemberChange[]): MemberEffect | undefined {
  if (changes.length === 0) return undefined;
  let mode: MemberEffect["mode"] = "delta";
  let add = new Set<string>();
  let remove = new Set<string>();
  let removeWhere: ResolvedFilter[] = [];
  for (const change of changes) {
    switch (change.kind) {
      case "removeWhere":
        removeWhere.push(change.filter);
        break;
      case "add":
        for (const id of change.ids) {
          add.add(id);
          remove.delete(id);
        }
        break;
      case "remove":
        for (const id of change.ids) {
          add.delete(id);
          remove.add(id);
        }
        break;
      default:
        mode = "replace";
        add = new Set(change.kind === "replaceAll" ? change.ids : []);
        remove = new Set();
        removeWhere = [];
    }
  }
  return { mode, add, remove, removeWhere };
}
