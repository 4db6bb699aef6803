import { isObject, type JsonObject, type JsonValue } from "../resource.ts";

const prefix = "bulkId:";

/**
 * Lists the bulkIds that a body refers to: as a value (`bulkId:u1`), at the end of a reference
 * (`…/Users/bulkId:u1`), and in the filter of a path (`members[value eq "bulkId:u1"]`) (RFC 7644 section 3.7.2,
 * ROWN-15-02).
 */
export function findBulkReferences(value: JsonValue | undefined): Set<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: JsonValue | undefined, found: Set<string>): void {
  if (typeof value === "string") for (const [id] of references(value)) found.add(id);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isObject(value)) for (const name of Object.keys(value)) collect(value[name], found);
}

/** Replaces every reference by the id of the resource that it stands for; one without an id stays as it is. */
export function resolveBulkReferences<T extends JsonValue | undefined>(value: T, ids: ReadonlyMap<string, string>): T {
  return resolve(value, ids) as T;
}

function resolve(value: JsonValue | undefined, ids: ReadonlyMap<string, string>): JsonValue | undefined {
  if (typeof value === "string") return value.includes(prefix) ? resolveText(value, ids) : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, ids) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, resolve(value[name], ids) ?? null]));
}

function resolveText(text: string, ids: ReadonlyMap<string, string>): string {
  let resolved = "";
  let rest = 0;
  for (const [id, start, end] of references(text)) {
    const found = ids.get(id);
    if (found === undefined) continue;
    resolved += text.slice(rest, start) + found;
    rest = end;
  }
  return resolved + text.slice(rest);
}

/**
 * Leaves out of a body what refers to any of the given bulkIds: elements of arrays, and members of objects. For
 * resources that refer to each other: they are created without the references first.
 */
export function dropBulkReferences(value: JsonObject, ids: ReadonlySet<string>): JsonObject {
  return (drop(value, ids) as JsonObject | undefined) ?? {};
}

function drop(value: JsonValue | undefined, ids: ReadonlySet<string>): JsonValue | undefined {
  if (typeof value === "string") return references(value).some(([id]) => ids.has(id)) ? undefined : value;
  if (Array.isArray(value)) return value.map((item) => drop(item, ids)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const name of Object.keys(value)) {
    const member = drop(value[name], ids);
    if (member !== undefined) kept[name] = member;
  }
  // A member or manager without its `value` says nothing.
  const lostValue = Object.hasOwn(value, "value") && !Object.hasOwn(kept, "value");
  return lostValue || (Object.keys(kept).length === 0 && Object.keys(value).length > 0) ? undefined : kept;
}

/** The references in a text: the bulkId, and where `bulkId:…` begins and ends. */
function references(text: string): [id: string, start: number, end: number][] {
  const found: [string, number, number][] = [];
  for (let start = text.indexOf(prefix); start !== -1; start = text.indexOf(prefix, start + 1)) {
    const before = text[start - 1];
    const from = start + prefix.length;
    // In quotes it ends with them; at the end of a reference, or alone, with the text.
    const quote = before === '"' ? text.indexOf('"', from) : -1;
    if (start > 0 && before !== '"' && before !== "/") continue;
    const end = quote === -1 ? text.length : quote;
    if (end > from) found.push([text.slice(from, end), start, end]);
  }
  return found;
}
